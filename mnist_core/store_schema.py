"""The store's tables, and how its file is opened."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from mnist_core.errors import StoreError

# One step for each version of the schema; a file of version n gets the steps from n on.
_MIGRATIONS = (
    """
    CREATE TABLE owners (owner TEXT PRIMARY KEY, seen_at REAL NOT NULL) WITHOUT ROWID;
    CREATE TABLE runs (
        run_id TEXT PRIMARY KEY,
        owner TEXT NOT NULL,
        created_at REAL NOT NULL,
        status TEXT NOT NULL,
        pinned INTEGER NOT NULL,
        facts TEXT NOT NULL,        -- JSON: all that is small, see store_rows.py
        tail BLOB NOT NULL          -- loss curve of the batches after the last whole epoch
    );
    CREATE INDEX runs_by_owner ON runs (owner, created_at);
    CREATE INDEX runs_by_status ON runs (status);
    CREATE TABLE epochs (
        run_id TEXT NOT NULL REFERENCES runs ON DELETE CASCADE,
        epoch INTEGER NOT NULL,
        metrics TEXT NOT NULL,      -- JSON: EpochMetrics
        losses BLOB NOT NULL,       -- float32 (2, batches): losses, smoothed losses
        PRIMARY KEY (run_id, epoch)
    );
    CREATE TABLE weights (
        run_id TEXT NOT NULL REFERENCES runs ON DELETE CASCADE,
        kind TEXT NOT NULL,         -- 'full': float32, the latest; 'half': after an epoch
        epoch INTEGER NOT NULL,
        data BLOB NOT NULL,         -- safetensors
        PRIMARY KEY (run_id, kind, epoch)
    );
    CREATE TABLE digits (
        number INTEGER PRIMARY KEY,
        owner TEXT NOT NULL,
        label INTEGER NOT NULL CHECK (label BETWEEN 0 AND 9),
        picture BLOB NOT NULL CHECK (length(picture) = 784)
    );
    CREATE INDEX digits_by_owner ON digits (owner);
    """,
)
VERSION = len(_MIGRATIONS)

# How long a write waits for another program that reads the file (a backup, a curious learner).
_BUSY_SECONDS = 5.0
_JOURNAL_BYTES = 8 << 20


def connect(file: Path) -> sqlite3.Connection:
    """Open or make the store's file.

    Write-ahead logging keeps it whole at any instant: a transaction is in the log completely or
    it is not there.  ``synchronous=NORMAL`` outlives the process's death, whatever its cause; at
    a power cut the last few transactions may be missing, the file is whole.

    Raises:
        StoreError: it cannot be opened, is no store, or was written by a newer version.
    """
    with explained():
        connection = sqlite3.connect(
            file, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        # A damaged text makes its row unreadable, not the query that meets it.
        connection.text_factory = lambda text: text.decode(errors="replace")
        try:
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # before the first table
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA journal_size_limit = {_JOURNAL_BYTES}")
            _migrate(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _migrate(connection: sqlite3.Connection) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise StoreError(
            "Your runs were kept by a newer version of this app, which this one cannot read. "
            "They are left as they are; new runs last until the server stops.",
            code="store_newer",
            version=version,
            known=VERSION,
        )
    if version == 0 and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise _damaged("the file holds something else")
    for step in range(version, VERSION):
        script = _MIGRATIONS[step]
        connection.executescript(
            f"BEGIN IMMEDIATE; {script} PRAGMA user_version = {step + 1}; COMMIT"
        )


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of what is done inside is kept, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def number(connection: sqlite3.Connection, query: str, *values: object) -> int:
    """The one number that a query asks for."""
    return int(connection.execute(query, values).fetchone()[0])


def note_owner(connection: sqlite3.Connection, owner: str) -> None:
    """An owner of whom something is kept counts as here when that begins."""
    connection.execute("INSERT OR IGNORE INTO owners VALUES (?, ?)", (owner, time.time()))


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """Turn what SQLite and the file system raise into sentences.

    Raises:
        StoreError: in place of ``sqlite3.Error`` and ``OSError``.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _explain(error) from error
    except OSError as error:
        raise _explain_os(error) from error


def _explain(error: sqlite3.Error) -> StoreError:
    # The lowest byte is the kind of error, the others say more exactly which.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return _full(error)
    if code == sqlite3.SQLITE_READONLY:
        return _read_only(error)
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return _damaged(error)
    return _unusable(error)


def _explain_os(error: OSError) -> StoreError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _full(error)
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return _read_only(error)
    return _unusable(error)


def _full(cause: object) -> StoreError:
    return StoreError(
        "The server's disk is full, so new runs are kept in memory: they last until the server "
        "stops.",
        code="store_full",
        cause=str(cause),
    )


def _read_only(cause: object) -> StoreError:
    return StoreError(
        "The server may not write to its disk, so new runs are kept in memory: they last until "
        "the server stops.",
        code="store_read_only",
        cause=str(cause),
    )


def _damaged(cause: object) -> StoreError:
    return StoreError(
        "The file in which runs are kept is damaged, and was left as it is. New runs are kept in "
        "memory: they last until the server stops.",
        code="store_damaged",
        cause=str(cause),
    )


def _unusable(cause: object) -> StoreError:
    return StoreError(
        "The file in which runs are kept cannot be used, so new runs are kept in memory: they "
        "last until the server stops.",
        code="store_unusable",
        cause=str(cause),
    )
