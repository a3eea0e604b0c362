"""The store's tables, and how its file is opened."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from mnist_core.store.errors import damaged, explained, newer

# Bytes of a run in all its rows, as a column of the table ``runs``.
RUN_SIZE = """(
    length(facts) + length(tail)
    + (SELECT total(length(metrics) + length(losses)) FROM epochs WHERE run_id = runs.run_id)
    + (SELECT total(length(data)) FROM weights WHERE run_id = runs.run_id)
)"""
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
        facts TEXT NOT NULL,        -- JSON: all that is small, see rows.py
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
    # Runs in an order that no clock can change, and what each takes.
    f"""
    ALTER TABLE runs ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE runs ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
    UPDATE runs SET number = CAST(created_at * 1000000 AS INTEGER), size = {RUN_SIZE};
    DROP INDEX runs_by_owner;
    CREATE INDEX runs_by_owner ON runs (owner, number);
    """,
    """
    CREATE TABLE attempts (         -- at experiments
        attempt_id TEXT PRIMARY KEY,
        owner TEXT NOT NULL,
        experiment TEXT NOT NULL,
        created_at REAL NOT NULL,
        seed INTEGER NOT NULL,
        prediction TEXT NOT NULL,   -- JSON: what was predicted before the runs began
        outcome TEXT NOT NULL       -- JSON: null until there is one
    );
    CREATE INDEX attempts_by_owner ON attempts (owner, created_at);
    """,
)
VERSION = len(_MIGRATIONS)

# How long a write waits for another program that reads the file (a backup, a curious learner).
_BUSY_SECONDS = 5.0
_JOURNAL_BYTES = 1 << 20


def connect(file: Path | str) -> sqlite3.Connection:
    """Open or make the store's file, or ``:memory:``.

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
            # Some systems' SQLite overwrites what is deleted, all of which would go to the log.
            connection.execute("PRAGMA secure_delete = FAST").fetchall()
            connection.execute(f"PRAGMA journal_size_limit = {_JOURNAL_BYTES}")
            _migrate(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _migrate(connection: sqlite3.Connection) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise newer(version, VERSION)
    if version == 0 and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise damaged("the file holds something else")
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


def write_nothing(connection: sqlite3.Connection) -> None:
    """A transaction that changes nothing, and fails like any other."""
    with transaction(connection):
        connection.execute(f"PRAGMA user_version = {VERSION}")


def empty_log(connection: sqlite3.Connection) -> None:
    """Copy the log into the file and cut it to nothing, unless another program reads it."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def number(connection: sqlite3.Connection, query: str, *values: object) -> int:
    """The one number that a query asks for."""
    return int(connection.execute(query, values).fetchone()[0])


def note_owner(connection: sqlite3.Connection, owner: str) -> None:
    """An owner of whom something is kept counts as here when that begins."""
    connection.execute("INSERT OR IGNORE INTO owners VALUES (?, ?)", (owner, time.time()))


def copy_rows(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    """All that ``old`` has into ``new``, where it takes the place of what has the same key.

    A few rows at a time, so that the log stays small.
    """
    for table, at_once in (
        ("owners", 100),
        ("runs", 100),
        ("epochs", 20),
        ("weights", 1),
        ("digits", 100),
        ("attempts", 20),
    ):
        rows = old.execute(f"SELECT * FROM {table}")
        marks = ", ".join("?" * len(rows.description))
        while some := rows.fetchmany(at_once):
            with transaction(new):
                new.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", some)
