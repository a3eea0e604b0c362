"""The store's table of digits that learners drew themselves; its caller has the lock."""

from __future__ import annotations

import sqlite3
import time

import numpy as np
from numpy.typing import NDArray

from mnist_core.store.schema import note_owner, number

# An owner's own: enough for 50 of each.
PER_OWNER = 500
# Of one digit in the file, about.
BYTES = 1024


def add(
    connection: sqlite3.Connection, owner: str, label: int, picture: NDArray[np.uint8], maximum: int
) -> None:
    """Keep one digit; above ``maximum``, the oldest of whoever has the most goes."""
    _insert(connection, owner, picture[None], np.array([label]), maximum)


def replace(
    connection: sqlite3.Connection,
    owner: str,
    pictures: NDArray[np.uint8],
    labels: NDArray[np.int64],
    maximum: int,
) -> None:
    """Keep these digits instead of the owner's, within the same bounds as :func:`add`."""
    connection.execute("DELETE FROM digits WHERE owner = ?", (owner,))
    if len(labels):
        _insert(connection, owner, pictures, labels, maximum)


def _insert(
    connection: sqlite3.Connection,
    owner: str,
    pictures: NDArray[np.uint8],
    labels: NDArray[np.int64],
    maximum: int,
) -> None:
    note_owner(connection, owner)
    # Who draws is here, though heartbeats are written down but now and then.
    connection.execute("UPDATE owners SET seen_at = ? WHERE owner = ?", (time.time(), owner))
    connection.executemany(
        "INSERT INTO digits (owner, label, picture) VALUES (?, ?, ?)",
        [
            (owner, label, np.ascontiguousarray(picture, np.uint8).tobytes())
            for picture, label in zip(pictures, labels.tolist(), strict=True)
        ],
    )
    connection.execute(
        "DELETE FROM digits WHERE owner = ? AND number NOT IN (SELECT number FROM digits "
        "WHERE owner = ? ORDER BY number DESC LIMIT ?)",
        (owner, owner, PER_OWNER),
    )
    surplus = number(connection, "SELECT count(*) FROM digits") - maximum
    for _ in range(surplus):
        connection.execute(
            "DELETE FROM digits WHERE number = (SELECT min(number) FROM digits WHERE owner = "
            "(SELECT owner FROM digits LEFT JOIN owners USING (owner) GROUP BY owner "
            "ORDER BY count(*) DESC, seen_at LIMIT 1))"
        )


def of(connection: sqlite3.Connection, owner: str) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The owner's digits, oldest first: pictures (N, 28, 28) and labels (N,)."""
    rows = connection.execute(
        "SELECT picture, label FROM digits WHERE owner = ? ORDER BY number", (owner,)
    ).fetchall()
    pictures = np.frombuffer(b"".join(picture for picture, _ in rows), np.uint8)
    labels = np.array([label for _, label in rows], dtype=np.int64)
    return pictures.reshape(-1, 28, 28).copy(), labels


def take(connection: sqlite3.Connection) -> list[tuple[str, int, NDArray[np.uint8]]]:
    """Everybody's digits as (owner, label, picture), which are then no longer in the table."""
    rows = connection.execute("SELECT owner, label, picture FROM digits ORDER BY number").fetchall()
    connection.execute("DELETE FROM digits")
    return [
        (owner, label, np.frombuffer(picture, np.uint8).reshape(28, 28))
        for owner, label, picture in rows
    ]
