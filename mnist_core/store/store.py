"""Runs on disk: one SQLite file in a folder of its own, which may be deleted under the server."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from mnist_core.config import StoreLimits, store_limits_from_environment
from mnist_core.errors import StoreError
from mnist_core.store.capacity import Room
from mnist_core.store.errors import deleted, explained
from mnist_core.store.folder import FILE, LOG, Claim, discard_log, identity, prepare
from mnist_core.store.schema import connect, copy_rows, empty_log, write_nothing
from mnist_core.store.tables import RunTables

# A server that is just going down may still have the store.
LOCK_SECONDS = 3.0


class RunStore(RunTables):
    """Keeps runs on disk.

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
        self._folder = Path(folder)
        with explained():
            prepare(self._folder)
            self._claim = Claim(self._folder, LOCK_SECONDS if patience is None else patience)
        try:
            super().__init__(*self._opened(), self._limits)
        except BaseException:
            self._claim.release()
            raise
        self._files = self._identities()

    def _opened(self, evicted: int = 0) -> tuple[sqlite3.Connection, Room]:
        """The file, made if it is missing, with its log beside it."""
        connection = connect(self._folder / FILE)
        try:
            with explained():
                room = Room(connection, self._limits, self._folder / LOG, evicted)
                write_nothing(connection)
                with contextlib.suppress(StoreError):  # what goes on is too much, and stays
                    room.make_for("", 0, 0, None)
        except BaseException:
            connection.close()
            raise
        return connection, room

    def _identities(self) -> list[tuple[int, int] | None]:
        return [identity(self._folder / name) for name in (FILE, LOG)]

    def check(self) -> None:
        """Make sure that what is saved reaches the disk, and will be found there.

        Raises:
            StoreError: it is not; ``store_deleted`` where :meth:`reopen` helps.
        """
        with self._lock, explained():
            if self._identities() != self._files or not self._claim.stands:
                raise deleted(self._folder)
            super().check()

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

    def close(self) -> None:
        try:
            with self._lock, explained():
                self._connection.close()
        finally:
            self._claim.release()
