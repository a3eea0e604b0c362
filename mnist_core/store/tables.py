"""Runs, drawn digits and attempts as rows of one SQLite database, in a file or in memory.

The weights are in the database, as safetensors: an epoch's figures and its weights are then one
transaction, there is never a file without its row, and the bound in megabytes is the size of one
file.  For blobs of megabytes SQLite is about as fast as the file system.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mnist_core.config import ATTEMPT_BYTES, StoreLimits
from mnist_core.store import attempts_table, digits_table, weights_table
from mnist_core.store.capacity import ACTIVE, Room
from mnist_core.store.errors import explained
from mnist_core.store.rows import RunRow, epoch_rows, facts_of, snapshot_of, tail_of
from mnist_core.store.schema import (
    RUN_SIZE,
    note_owner,
    number,
    transaction,
    write_nothing,
)
from mnist_core.tracking import Attempt, EpochWeights, RunSnapshot, RunStatus

log = logging.getLogger(__name__)

# What the rows of a run take beside its weights and loss curves, about.
_ROW_BYTES = 8192

_STATES = ", ".join("?" * len(ACTIVE))
_RUN_COLUMNS = "run_id, owner, created_at, number, status, pinned, facts, tail"


class RunTables:
    """A :class:`~mnist_core.store.keeper.RunKeeper` in a database that a subclass opens.

    Args:
        connection: for any thread; one at a time uses it.
    """

    def __init__(self, connection: sqlite3.Connection, room: Room, limits: StoreLimits) -> None:
        self._connection = connection
        self._room = room
        self._limits = limits
        self._snapshot_bytes = min(limits.snapshot_bytes, limits.bytes // 8)
        self._lock = threading.RLock()

    @property
    def evicted(self) -> int:
        return self._room.evicted

    @property
    def newest(self) -> int:
        with self._lock, explained():
            return number(self._connection, "SELECT coalesce(max(number), 0) FROM runs")

    def check(self) -> None:
        """Make sure that what is saved is kept."""
        with self._lock, explained():
            write_nothing(self._connection)

    def save(self, snapshot: RunSnapshot, weights: EpochWeights | None = None) -> RunSnapshot:
        with self._lock, explained():
            self._make_room(snapshot, weights)
            with transaction(self._connection):
                known = self._upsert(snapshot)
                self._connection.executemany(
                    "INSERT INTO epochs VALUES (?, ?, ?, ?)", epoch_rows(snapshot, known)
                )
                if weights is not None:
                    weights_table.save(
                        self._connection, snapshot.run_id, weights, self._snapshot_bytes
                    )
                self._connection.execute(
                    f"UPDATE runs SET size = {RUN_SIZE} WHERE run_id = ?", (snapshot.run_id,)
                )
                epochs, has_model = weights_table.kept(self._connection, snapshot.run_id)
        return replace(snapshot, weights_epochs=epochs, has_model=has_model)

    def _make_room(self, run: RunSnapshot, weights: EpochWeights | None) -> None:
        known = self._epochs(run.run_id)
        curve = len(tail_of(run)) + sum(
            len(losses) + len(metrics) for _, _, metrics, losses in epoch_rows(run, known)
        )
        written = curve + _ROW_BYTES
        growth = written
        if weights is not None:
            half = len(weights.half or b"")
            written += len(weights.full) + half
            growth += (
                len(weights.full)
                + half
                - weights_table.replaced_bytes(self._connection, run.run_id)
            )
        self._room.make_for(run.owner, written, growth, run)

    def _epochs(self, run_id: str) -> int:
        return number(self._connection, "SELECT count(*) FROM epochs WHERE run_id = ?", run_id)

    def _upsert(self, snapshot: RunSnapshot) -> int:
        """Write the run's row; how many of its epochs are here already."""
        note_owner(self._connection, snapshot.owner)
        self._connection.execute(
            f"INSERT INTO runs ({_RUN_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (run_id) DO UPDATE SET status = excluded.status, "
            "pinned = excluded.pinned, facts = excluded.facts, tail = excluded.tail",
            (
                snapshot.run_id,
                snapshot.owner,
                snapshot.created_at,
                snapshot.number,
                snapshot.status.value,
                snapshot.pinned,
                facts_of(snapshot),
                tail_of(snapshot),
            ),
        )
        return self._epochs(snapshot.run_id)

    def runs(self, owner: str) -> list[RunSnapshot]:
        return self._select("owner = ? ORDER BY number DESC", owner)

    def unfinished(self) -> list[RunSnapshot]:
        return self._select(f"status IN ({_STATES}) ORDER BY number", *ACTIVE)

    def _select(self, where: str, *values: object) -> list[RunSnapshot]:
        with self._lock, explained():
            rows = self._connection.execute(
                f"SELECT {_RUN_COLUMNS} FROM runs WHERE {where}", values
            ).fetchall()
            found = [self._read(row) for row in rows]
        return [snapshot for snapshot in found if snapshot is not None]

    def _read(self, row: RunRow) -> RunSnapshot | None:
        """The run; None for one that is damaged or of an app with other limits.

        Such a row is marked as over, and stays till it is evicted.
        """
        epochs = self._connection.execute(
            "SELECT metrics, losses FROM epochs WHERE run_id = ? ORDER BY epoch", row[:1]
        ).fetchall()
        try:
            return snapshot_of(row, epochs, *weights_table.kept(self._connection, row[0]))
        # Whatever is wrong with one row must not keep the others from being shown.
        except Exception:
            log.exception("run %s cannot be read", row[0])
            with contextlib.suppress(sqlite3.Error):  # on a full disk it has to stay as it is
                self._connection.execute(
                    "UPDATE runs SET status = ? WHERE run_id = ?", (RunStatus.INTERRUPTED, row[0])
                )
            return None

    def weights(self, run_id: str, epoch: int | None = None) -> bytes | None:
        with self._lock, explained():
            return weights_table.read(self._connection, run_id, epoch)

    def delete(self, run_id: str) -> None:
        with self._lock, explained():
            self._connection.execute("DELETE FROM runs WHERE run_id = ?", (run_id,))

    def seen(self, owners: Sequence[str], when: float) -> None:
        """Note who was here; owners with nothing kept are not written down."""
        with self._lock, explained(), transaction(self._connection):
            self._connection.executemany(
                "UPDATE owners SET seen_at = ? WHERE owner = ?",
                [(when, owner) for owner in owners],
            )
            self._connection.execute(
                "DELETE FROM owners WHERE owner NOT IN (SELECT owner FROM runs) "
                "AND owner NOT IN (SELECT owner FROM digits) "
                "AND owner NOT IN (SELECT owner FROM attempts)"
            )

    def add_digit(self, owner: str, label: int, picture: NDArray[np.uint8]) -> None:
        with self._lock, explained():
            self._room.make_for(owner, _ROW_BYTES, digits_table.BYTES, None)
            with transaction(self._connection):
                digits_table.add(self._connection, owner, label, picture, self._limits.digits)

    def digits(self, owner: str) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        with self._lock, explained():
            return digits_table.of(self._connection, owner)

    def replace_digits(
        self, owner: str, pictures: NDArray[np.uint8], labels: NDArray[np.int64]
    ) -> None:
        count = len(labels)
        with self._lock, explained():
            if count:  # forgetting them all needs no room
                more = count - len(digits_table.of(self._connection, owner)[1])
                self._room.make_for(
                    owner,
                    _ROW_BYTES + count * digits_table.BYTES,
                    more * digits_table.BYTES,
                    None,
                )
            with transaction(self._connection):
                digits_table.replace(self._connection, owner, pictures, labels, self._limits.digits)

    def save_attempt(self, attempt: Attempt) -> None:
        row = attempts_table.row_of(attempt)
        with self._lock, explained():
            self._room.make_for(attempt.owner, _ROW_BYTES + ATTEMPT_BYTES, ATTEMPT_BYTES, None)
            with transaction(self._connection):
                attempts_table.save(self._connection, row, self._limits.attempts)

    def attempts(self, owner: str) -> list[Attempt]:
        with self._lock, explained():
            return attempts_table.of(self._connection, owner)

    def close(self) -> None:
        """Let go of files; a store in memory goes with the last who refers to it."""
