"""A file that is no store of this version is left alone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from mnist_core.errors import StoreError
from mnist_core.store.folder import FILE
from mnist_core.store.schema import VERSION
from mnist_core.store.store import RunStore


def test_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    RunStore(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    with pytest.raises(StoreError) as caught:
        RunStore(tmp_path)
    assert caught.value.code == "store_newer"
    assert str(VERSION + 1) in str(caught.value.params["version"])


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"\x00" * 5000])
def test_a_damaged_file_is_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(StoreError) as caught:
        RunStore(tmp_path)
    assert caught.value.code == "store_damaged"
    assert (tmp_path / FILE).read_bytes() == content


def test_somebody_elses_database_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    with pytest.raises(StoreError) as caught:
        RunStore(tmp_path)
    assert caught.value.code == "store_damaged"
