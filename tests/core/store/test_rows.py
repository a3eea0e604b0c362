"""Rows of every version are read, and one that cannot be read hides no other."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from mnist_core.runs.queue import RunQueue
from mnist_core.store.folder import FILE
from mnist_core.store.safe_keeper import open_store
from mnist_core.store.store import RunStore
from mnist_core.tracking.run_snapshot import RunStatus
from tests.core.store.kept import DATA, assert_same, run_of


def test_schema_without_fine_tuned(store: RunStore, tmp_path: Path) -> None:
    """Runs kept before there were fine-tuned ones are read."""
    run = store.save(run_of())
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("UPDATE runs SET facts = json_remove(facts, '$.fine_tuned_from')")
    connection.close()
    assert_same(store.runs("a")[0], run)


def test_schema_with_older_fine_tuned(store: RunStore) -> None:
    """A fine-tuned run of an older version is read."""
    run = store.save(run_of(fine_tuned_from="base"))
    store._connection.execute(
        "UPDATE runs SET facts = json_set(json_remove(facts, '$.fine_tuned_from'), "
        "'$.taught_from', 'base')"
    )
    assert_same(store.runs("a")[0], run)


def test_a_run_that_cannot_be_read_hides_no_other(
    store: RunStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store.save(run_of(run_id="good"))
    store.save(run_of(run_id="bad", status=RunStatus.RUNNING))
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute(
            "UPDATE runs SET facts = replace(facts, '\"epochs\": 2', '\"epochs\": 999') "
            "WHERE run_id = 'bad'"
        )
    connection.close()
    assert [run.run_id for run in store.runs("a")] == ["good"]
    assert store.unfinished() == []
    assert "bad" in caplog.text


@pytest.mark.parametrize("status", ["done", "queued"])
@pytest.mark.parametrize(
    "damage",
    [
        "facts = json_set(facts, '$.config', json('[]'))",
        "facts = json_set(facts, '$.config', json('{\"hidden_sizes\": 7}'))",
        "facts = json_set(facts, '$.name', 7)",
        "facts = json_set(facts, '$.epoch', 'two')",
        "facts = json_set(facts, '$.elapsed_seconds', json('null'))",
        "facts = json_set(facts, '$.held_out_name', 'train')",
        "facts = json_set(facts, '$.test', json('[0.5]'))",
        "facts = json_set(facts, '$.fine_tuned_from', 7)",
        "facts = '[]'",
        "facts = 'no JSON'",
        "facts = CAST(x'7b22ff227d' AS TEXT)",
        "facts = replace(hex(zeroblob(50000)), '0', '[')",
        "tail = x'00'",
        "tail = 'text'",
        "created_at = 'yesterday'",
    ],
)
def test_open_without_broken_row(
    tmp_path: Path, damage: str, status: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever is wrong with a row, the lab opens without it."""
    store = RunStore(tmp_path)
    for run_id in ("good", "bad"):
        store.save(run_of(run_id=run_id, status=RunStatus(status)))
    store._connection.execute(f"UPDATE runs SET {damage} WHERE run_id = 'bad'")
    store.close()
    queue = RunQueue(lambda: DATA, open_store(tmp_path), slots=1)
    assert queue.notice is None
    assert [run.run_id for run in queue.runs("a")] == ["good"]
    queue.close()
    assert "run bad cannot be read" in caplog.text


@pytest.mark.parametrize(
    "damage",
    [
        "metrics = '[]'",
        "metrics = json_set(metrics, '$.held_out_accuracy', 'high')",
        "losses = x'0000'",
        "losses = 7",
    ],
)
def test_a_run_with_a_damaged_epoch_is_left_out(store: RunStore, damage: str) -> None:
    store.save(run_of(run_id="bad"))
    store.save(run_of(run_id="good"))
    store._connection.execute(f"UPDATE epochs SET {damage} WHERE run_id = 'bad'")
    assert [run.run_id for run in store.runs("a")] == ["good"]


def test_broken_run_on_read_only_disk(tmp_path: Path) -> None:
    """A run that cannot be read hides no other on a disk that cannot be written."""
    store = RunStore(tmp_path)
    store.save(run_of(run_id="good"))
    store.save(run_of(run_id="bad"))
    store._connection.execute("UPDATE runs SET facts = '{}' WHERE run_id = 'bad'")
    store._connection.execute("PRAGMA query_only = ON")
    assert [run.run_id for run in store.runs("a")] == ["good"]
    store.close()
