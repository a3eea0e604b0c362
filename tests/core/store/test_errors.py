"""Whatever SQLite and the file system raise is a sentence with a code."""

from __future__ import annotations

import errno
import sqlite3

import pytest

from mnist_core.errors import StoreError
from mnist_core.store.errors import explained


def sqlite_error(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("what SQLite says")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (sqlite_error(sqlite3.SQLITE_FULL), "store_full"),
        (sqlite_error(sqlite3.SQLITE_READONLY_DBMOVED), "store_read_only"),  # by its lowest byte
        (sqlite_error(sqlite3.SQLITE_CORRUPT), "store_damaged"),
        (sqlite_error(sqlite3.SQLITE_NOTADB), "store_damaged"),
        (sqlite_error(sqlite3.SQLITE_IOERR), "store_unusable"),
        (sqlite3.ProgrammingError("closed"), "store_unusable"),
        (OSError(errno.ENOSPC, "full"), "store_full"),
        (OSError(errno.EDQUOT, "quota"), "store_full"),
        (OSError(errno.EROFS, "read-only"), "store_read_only"),
        (PermissionError(errno.EACCES, "no"), "store_read_only"),
        (OSError(errno.EMFILE, "too many"), "store_unusable"),
    ],
    ids=str,
)
def test_explained(raised: Exception, code: str) -> None:
    with pytest.raises(StoreError) as caught, explained():
        raise raised
    assert caught.value.code == code
    assert caught.value.__cause__ is raised
    assert str(raised) in str(caught.value.params["cause"])
    assert str(raised) not in str(caught.value), "what SQLite says is for the log"


def test_other_errors_pass() -> None:
    with pytest.raises(KeyError), explained():
        raise KeyError("mine")
