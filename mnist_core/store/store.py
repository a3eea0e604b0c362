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

import numpy as np
from numpy.typing import NDArray

from mnist_core.config import STORE_FOLDER, StoreLimits, store_limits_from_environment
from mnist_core.errors import StoreError
from mnist_core.store import digits_table, weights_table
from mnist_core.store.capacity import ACTIVE, Room
from mnist_core.store.errors import deleted, explained
from mnist_core.store.folder import FILE, LOG, Claim, discard_log, identity, prepare
from mnist_core.store.rows import RunRow, epoch_rows, facts_of, snapshot_of, tail_of
from mnist_core.store.safe_keeper import SafeKeeper
from mnist_core.store.schema import (
    RUN_SIZE,
    VERSION,
    connect,
    copy_rows,
    empty_log,
    note_owner,
    number,
    transaction,
)
from mnist_core.tracking import EpochWeights, RunSnapshot, RunStatus

log = logging.getLogger(__name__)

FOLDER_VARIABLE = "DIGIT_LAB_STORE"
# In place of a folder: keep nothing on disk.
MEMORY = "memory"
# A server that is just going down may still have the store.
LOCK_SECONDS = 3.0
# What the rows of a run take beside its weights and loss curves, about.
_ROW_BYTES = 8192

_STATES = ", ".join("?" * len(ACTIVE))
_RUN_COLUMNS = "run_id, owner, created_at, number, status, pinned, facts, tail"


def open_store(folder: str | Path | None = None) -> SafeKeeper:
    """The store for :class:`~mnist_core.runs.RunQueue`; never fails.

    Where the disk cannot be used, runs are kept in memory, ``notice`` of what is returned (and of
    the queue) says why, and the disk is tried again and again.

    Args:
        folder: where, or ``memory``; by default what ``DIGIT_LAB_STORE`` says, else
            ``.digit-lab`` in the app's own folder.
    """
    chosen = str(folder or os.environ.get(FOLDER_VARIABLE) or STORE_FOLDER)
    if chosen == MEMORY:
        return SafeKeeper()
    path = Path(chosen).absolute()
    try:
        return SafeKeeper(RunStore(path))
    except StoreError as error:
        log.warning("keeping runs in memory: %s (%s)", error, error.params.get("cause", ""))
        return SafeKeeper(notice=error, open_disk=lambda: RunStore(path, patience=0.0))


class RunStore:
    """A :class:`~mnist_core.store.keeper.RunKeeper` on disk.

    Args:
        folder: made if it is missing.  One process at a time may have it.
        limits: how much is kept; by default with ``DIGIT_LAB_STORE_MB``.
        patience: seconds to wait for another process that is just letting go.

    Raises:
        StoreError: by every method and by the constructor; the codes stand in ``errors.py``.
    """

    def __init__(
        self,
        folder: str | Path,
        limits: StoreLimits | None = None,
        *,
        patience: float | None = None,
    ) -> None:
        self._limits = limits or store_limits_from_environment()
        self._snapshot_bytes = min(self._limits.snapshot_bytes, self._limits.bytes // 8)
        self._lock = threading.RLock()
        self._folder = Path(folder)
        with explained():
            prepare(self._folder)
            self._claim = Claim(self._folder, LOCK_SECONDS if patience is None else patience)
        try:
            self._connection, self._room = self._opened()
        except BaseException:
            self._claim.release()
            raise
        self._files = self._identities()

    def _opened(self, evicted: int = 0) -> tuple[sqlite3.Connection, Room]:
        """The file, made if it is missing, with its log beside it."""
        connection = connect(self._folder / FILE)
        try:
            with explained():
                room = Room(connection, self._folder / FILE, self._limits, evicted)
                _write_nothing(connection)
                with contextlib.suppress(StoreError):  # what goes on is too much, and stays
                    room.make_for("", 0, 0, None)
        except BaseException:
            connection.close()
            raise
        return connection, room

    def _identities(self) -> list[tuple[int, int] | None]:
        return [identity(self._folder / name) for name in (FILE, LOG)]

    @property
    def evicted(self) -> int:
        return self._room.evicted

    @property
    def newest(self) -> int:
        with self._lock, explained():
            return number(self._connection, "SELECT coalesce(max(number), 0) FROM runs")

    def check(self) -> None:
        """Make sure that what is saved reaches the disk, and will be found there.

        Raises:
            StoreError: it is not; ``store_deleted`` where :meth:`reopen` helps.
        """
        with self._lock, explained():
            if self._identities() != self._files or not self._claim.stands:
                raise deleted(self._folder)
            _write_nothing(self._connection)

    def reopen(self) -> None:
        """Go on in files that stand where the ones in use were deleted, with all that is in those.

        What is deleted can be read as long as it is open, and stays so if this fails.
        """
        with self._lock, explained():
            file, journal = self._identities()
            prepare(self._folder)
            if not self._claim.stands:
                claim = Claim(self._folder, 0.0)
                self._claim.release()
                self._claim = claim
            if file != self._files[0]:
                self._copy_to_new_file()
            if [file, journal] != self._files:
                empty_log(self._connection)
                self._connection.close()
                self._connection, self._room = self._opened(self._room.evicted)
                self._files = self._identities()

    def _copy_to_new_file(self) -> None:
        """What is open has no name any more; the file of that name gets all that is in it.

        Whatever is closed here takes the log's name with it, so nothing else may be open then.
        """
        discard_log(self._folder)
        new, _ = self._opened()
        try:
            copy_rows(self._connection, new)
            empty_log(new)
        finally:
            new.close()

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
                "AND owner NOT IN (SELECT owner FROM digits)"
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

    def close(self) -> None:
        try:
            with self._lock, explained():
                self._connection.close()
        finally:
            self._claim.release()


def _write_nothing(connection: sqlite3.Connection) -> None:
    """A transaction that changes nothing, and fails like any other."""
    with transaction(connection):
        connection.execute(f"PRAGMA user_version = {VERSION}")
