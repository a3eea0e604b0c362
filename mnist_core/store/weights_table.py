"""The store's table of weights: a run's latest in full, those of its epochs in half precision.

The caller has the lock and, to write, a transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from mnist_core.store.schema import number
from mnist_core.tracking import EpochWeights


def save(
    connection: sqlite3.Connection, run_id: str, weights: EpochWeights, half_bytes: int
) -> None:
    """Keep these as the latest; of the epochs before only as many as fit in ``half_bytes``."""
    insert = "INSERT OR REPLACE INTO weights VALUES (?, ?, ?, ?)"
    connection.execute("DELETE FROM weights WHERE run_id = ? AND kind = 'full'", (run_id,))
    connection.execute(insert, (run_id, "full", weights.epoch, weights.full))
    if weights.half is None:
        return
    connection.execute(insert, (run_id, "half", weights.epoch, weights.half))
    epochs, _ = kept(connection, run_id)
    for epoch in thinned(epochs, half_bytes // max(len(weights.half), 1)):
        connection.execute(
            "DELETE FROM weights WHERE run_id = ? AND kind = 'half' AND epoch = ?", (run_id, epoch)
        )


def thinned(epochs: Sequence[int], maximum: int) -> list[int]:
    """Which of a run's kept epochs to drop when only ``maximum`` may stay.

    Epoch 1 and the last stay, and between them every second (fourth, eighth, ...), so that what
    remains is spread evenly over the training.
    """
    stride, kept = 1, list(epochs)
    while len(kept) > max(maximum, 2):
        stride *= 2
        kept = [epoch for epoch in epochs if (epoch - 1) % stride == 0 or epoch == epochs[-1]]
    return [epoch for epoch in epochs if epoch not in kept]


def kept(connection: sqlite3.Connection, run_id: str) -> tuple[tuple[int, ...], bool]:
    """After which epochs there are half-precision weights, and whether there are full ones."""
    rows = connection.execute(
        "SELECT kind, epoch FROM weights WHERE run_id = ? ORDER BY epoch", (run_id,)
    ).fetchall()
    halves = tuple(epoch for kind, epoch in rows if kind == "half")
    return halves, len(rows) > len(halves)


def read(connection: sqlite3.Connection, run_id: str, epoch: int | None) -> bytes | None:
    """safetensors of the latest weights, or of those after ``epoch``."""
    kind = "kind = 'full'" if epoch is None else "kind = 'half' AND epoch = ?"
    values = (run_id,) if epoch is None else (run_id, epoch)
    row = connection.execute(
        f"SELECT data FROM weights WHERE run_id = ? AND {kind}", values
    ).fetchone()
    return None if row is None else bytes(row[0])


def replaced_bytes(connection: sqlite3.Connection, run_id: str) -> int:
    """The size of the latest weights, which the next ones take the place of."""
    return number(
        connection,
        "SELECT coalesce(sum(length(data)), 0) FROM weights WHERE run_id = ? AND kind = 'full'",
        run_id,
    )
