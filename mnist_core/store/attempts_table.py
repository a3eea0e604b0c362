"""The store's table of attempts at experiments; its caller has the lock."""

from __future__ import annotations

import json
import sqlite3
import time

from mnist_core.config import ATTEMPT_BYTES
from mnist_core.store.schema import note_owner, number
from mnist_core.tracking import Attempt

# An owner's own: every experiment twice or thrice.
PER_OWNER = 60

_COLUMNS = "attempt_id, owner, experiment, created_at, seed, prediction, outcome"


def row_of(attempt: Attempt) -> tuple[object, ...]:
    """The attempt as a row.

    Raises:
        ValueError: it is larger than is kept of any, or holds what JSON cannot.
    """
    prediction, outcome = (
        json.dumps(each, allow_nan=False, separators=(",", ":"))
        for each in (attempt.prediction, attempt.outcome)
    )
    if len(prediction) + len(outcome) > ATTEMPT_BYTES:
        raise ValueError(f"{len(prediction)} + {len(outcome)} bytes are too large an attempt")
    return (
        *(attempt.attempt_id, attempt.owner, attempt.experiment),
        *(attempt.created_at, attempt.seed, prediction, outcome),
    )


def save(connection: sqlite3.Connection, row: tuple[object, ...], maximum: int) -> None:
    """Keep an attempt, in place of what was kept of it; above ``maximum``, the oldest of whoever
    has the most goes.  Nobody changes another owner's.
    """
    owner = str(row[1])
    note_owner(connection, owner)
    connection.execute("UPDATE owners SET seen_at = ? WHERE owner = ?", (time.time(), owner))
    connection.execute(
        f"INSERT INTO attempts ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (attempt_id) "
        "DO UPDATE SET prediction = excluded.prediction, outcome = excluded.outcome "
        "WHERE owner = excluded.owner",
        row,
    )
    connection.execute(
        "DELETE FROM attempts WHERE owner = ? AND attempt_id NOT IN (SELECT attempt_id FROM "
        "attempts WHERE owner = ? ORDER BY created_at DESC, attempt_id LIMIT ?)",
        (owner, owner, PER_OWNER),
    )
    surplus = number(connection, "SELECT count(*) FROM attempts") - maximum
    for _ in range(surplus):
        connection.execute(
            "DELETE FROM attempts WHERE attempt_id = (SELECT attempt_id FROM attempts WHERE owner "
            "= (SELECT owner FROM attempts LEFT JOIN owners USING (owner) GROUP BY owner "
            "ORDER BY count(*) DESC, seen_at LIMIT 1) ORDER BY created_at LIMIT 1)"
        )


def of(connection: sqlite3.Connection, owner: str) -> list[Attempt]:
    """The owner's attempts, newest first."""
    return _select(connection, "WHERE owner = ? ORDER BY created_at DESC, attempt_id", owner)


def take(connection: sqlite3.Connection) -> list[Attempt]:
    """Everybody's attempts, which are then no longer in the table."""
    found = _select(connection, "ORDER BY created_at")
    connection.execute("DELETE FROM attempts")
    return found


def _select(connection: sqlite3.Connection, which: str, *values: object) -> list[Attempt]:
    """The attempts; one that is damaged is left out."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM attempts {which}", values).fetchall()
    return [attempt for row in rows if (attempt := _attempt(row)) is not None]


def _attempt(row: tuple[str, str, str, float, int, str, str]) -> Attempt | None:
    attempt_id, owner, experiment, created_at, seed, prediction, outcome = row
    facts = (attempt_id, owner, experiment, created_at, seed)
    try:
        return Attempt(*facts, json.loads(prediction), json.loads(outcome))
    except ValueError:
        return None
