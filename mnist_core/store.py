"""Runs on disk: one SQLite file, in which the weights lie as safetensors.

The weights are in the database, not in files beside it: an epoch's figures and its weights are
then one transaction, there is never a file without its row, and the bound in megabytes is the
size of one file.  For blobs of megabytes SQLite is about as fast as the file system.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import filelock
import numpy as np
from numpy.typing import NDArray

from mnist_core import store_digits, store_weights
from mnist_core.errors import StoreError
from mnist_core.place import STORE_FOLDER
from mnist_core.run_limits import QueueLimits, StoreLimits, store_limits_from_environment
from mnist_core.run_status import RunSnapshot, RunStatus
from mnist_core.safe_keeper import SafeKeeper
from mnist_core.store_rows import RunRow, epoch_rows, facts_of, snapshot_of, tail_of
from mnist_core.store_schema import connect, explained, note_owner, number, transaction
from mnist_core.weights import EpochWeights

log = logging.getLogger(__name__)

PLACE_VARIABLE = "DIGIT_LAB_STORE"
# As a place: keep nothing on disk.
NO_PLACE = "memory"
FILE = "runs.sqlite3"
# A server that is just going down may still have the store.
LOCK_SECONDS = 3.0

_ACTIVE = tuple(status.value for status in RunStatus if status.active)
_RUN_COLUMNS = "run_id, owner, created_at, status, pinned, facts, tail"


def open_store(place: str | Path | None = None) -> SafeKeeper:
    """The store for :class:`~mnist_core.runs.RunQueue`; never fails.

    Where the disk cannot be used, runs are kept in memory, and ``notice`` of what is returned
    (and of the queue) says why.

    Args:
        place: a folder, or ``memory``; by default what ``DIGIT_LAB_STORE`` says, else
            ``.digit-lab`` in the app's own folder.
    """
    chosen = str(place or os.environ.get(PLACE_VARIABLE) or STORE_FOLDER)
    if chosen == NO_PLACE:
        return SafeKeeper()
    try:
        return SafeKeeper(RunStore(chosen))
    except StoreError as error:
        log.warning("keeping runs in memory: %s (%s)", error, error.params.get("cause", ""))
        return SafeKeeper(notice=error)


class RunStore:
    """A :class:`~mnist_core.run_keeper.RunKeeper` on disk.

    Args:
        place: the store's folder; made if it is missing.  One process at a time may have it.
        limits: how much is kept; by default with ``DIGIT_LAB_STORE_MB``.

    Raises:
        StoreError: by every method and by the constructor; see ``store_schema`` for the codes.
    """

    def __init__(self, place: str | Path, limits: StoreLimits | None = None) -> None:
        self._limits = limits or store_limits_from_environment()
        self._snapshot_bytes = QueueLimits().snapshot_bytes
        self.evicted = 0
        self._lock = threading.RLock()
        folder = Path(place)
        with explained():
            folder.mkdir(parents=True, exist_ok=True)
        self._claim = _claim(folder)
        try:
            self._connection = connect(folder / FILE)
        except BaseException:
            self._claim.release()
            raise

    def save(self, snapshot: RunSnapshot, weights: EpochWeights | None = None) -> RunSnapshot:
        with self._lock, explained(), transaction(self._connection):
            known = self._upsert(snapshot)
            self._connection.executemany(
                "INSERT INTO epochs VALUES (?, ?, ?, ?)", epoch_rows(snapshot, known)
            )
            if weights is not None:
                store_weights.save(self._connection, snapshot.run_id, weights, self._snapshot_bytes)
            self._make_room(but=snapshot)
            epochs, has_model = store_weights.kept(self._connection, snapshot.run_id)
        return replace(snapshot, weights_epochs=epochs, has_model=has_model)

    def _upsert(self, snapshot: RunSnapshot) -> int:
        """Write the run's row; how many of its epochs are here already."""
        note_owner(self._connection, snapshot.owner)
        self._connection.execute(
            f"INSERT INTO runs ({_RUN_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (run_id) DO UPDATE SET status = excluded.status, "
            "pinned = excluded.pinned, facts = excluded.facts, tail = excluded.tail",
            (
                snapshot.run_id,
                snapshot.owner,
                snapshot.created_at,
                snapshot.status.value,
                snapshot.pinned,
                facts_of(snapshot),
                tail_of(snapshot),
            ),
        )
        return number(
            self._connection, "SELECT count(*) FROM epochs WHERE run_id = ?", snapshot.run_id
        )

    def _make_room(self, but: RunSnapshot) -> None:
        """Drop runs that are over until the bounds hold: longest absent owners' oldest first.

        ``but`` stays, and what it is taught from.
        """
        while (
            number(self._connection, "SELECT count(*) FROM runs") > self._limits.runs
            or self._bytes() > self._limits.bytes
        ):
            row = self._connection.execute(
                "SELECT run_id FROM runs LEFT JOIN owners USING (owner) "
                f"WHERE run_id NOT IN (?, ?) AND status NOT IN ({', '.join('?' * len(_ACTIVE))}) "
                "ORDER BY pinned, seen_at, created_at LIMIT 1",
                (but.run_id, but.taught_from or "", *_ACTIVE),
            ).fetchone()
            if row is None:
                return
            self._connection.execute("DELETE FROM runs WHERE run_id = ?", row)
            self.evicted += 1

    def _bytes(self) -> int:
        """What the file's used pages take."""
        pages = number(self._connection, "PRAGMA page_count") - number(
            self._connection, "PRAGMA freelist_count"
        )
        return pages * number(self._connection, "PRAGMA page_size")

    def runs(self, owner: str) -> list[RunSnapshot]:
        return self._select("owner = ? ORDER BY created_at DESC", owner)

    def unfinished(self) -> list[RunSnapshot]:
        states = ", ".join("?" * len(_ACTIVE))
        return self._select(f"status IN ({states}) ORDER BY created_at", *_ACTIVE)

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
            return snapshot_of(row, epochs, *store_weights.kept(self._connection, row[0]))
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
            return store_weights.read(self._connection, run_id, epoch)

    def delete(self, run_id: str) -> None:
        with self._lock, explained():
            self._connection.execute("DELETE FROM runs WHERE run_id = ?", (run_id,))
            self._connection.execute("PRAGMA incremental_vacuum").fetchall()

    def seen(self, owners: Sequence[str], when: float) -> None:
        """Note who was here; owners with nothing kept are not written down."""
        with self._lock, explained(), transaction(self._connection):
            self._connection.executemany(
                "UPDATE owners SET seen_at = ? WHERE owner = ?",
                [(when, owner) for owner in owners],
            )
            self._connection.execute(
                "DELETE FROM owners WHERE owner NOT IN (SELECT owner FROM runs) "
                "AND owner NOT IN (SELECT owner FROM digits)"
            )

    def add_digit(self, owner: str, label: int, picture: NDArray[np.uint8]) -> None:
        with self._lock, explained(), transaction(self._connection):
            store_digits.add(self._connection, owner, label, picture, self._limits.digits)

    def digits(self, owner: str) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        with self._lock, explained():
            return store_digits.of(self._connection, owner)

    def clear_digits(self, owner: str) -> None:
        with self._lock, explained():
            store_digits.clear(self._connection, owner)

    def close(self) -> None:
        try:
            with self._lock, explained():
                self._connection.close()
        finally:
            self._claim.release()


def _claim(folder: Path) -> filelock.BaseFileLock:
    """Make sure that no other process has the store: each would end the other's runs."""
    claim = filelock.FileLock(folder / "lock", thread_local=False)
    with explained():
        try:
            claim.acquire(timeout=LOCK_SECONDS)
        except filelock.Timeout:
            raise StoreError(
                "Another server is using the folder in which runs are kept, so new runs are kept "
                "in memory: they last until this server stops.",
                code="store_in_use",
                cause=str(folder),
            ) from None
    return claim
