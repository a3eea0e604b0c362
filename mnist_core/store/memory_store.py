"""Runs where no file can be had: the same tables, in memory."""

from __future__ import annotations

import weakref
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mnist_core.config import StoreLimits
from mnist_core.store import attempts_table, digits_table
from mnist_core.store.capacity import Room
from mnist_core.store.schema import connect, number
from mnist_core.store.tables import RunTables
from mnist_core.tracking import Attempt, RunSnapshot


class MemoryStore(RunTables):
    """Keeps runs until the process ends; beyond its bound it keeps only what may not go.

    Args:
        limits: whose ``memory_bytes`` count in place of ``bytes``.
    """

    def __init__(self, limits: StoreLimits | None = None) -> None:
        limits = limits or StoreLimits()
        limits = replace(limits, bytes=limits.memory_bytes)
        connection = connect(":memory:")
        super().__init__(connection, Room(connection, limits), limits)
        weakref.finalize(self, connection.close).atexit = False

    def has(self, run_id: str) -> bool:
        """Whether the run is here."""
        return bool(self._count("runs WHERE run_id = ?", run_id))

    @property
    def empty(self) -> bool:
        """Whether there is no run, no digit and no attempt here."""
        return not any(map(self._count, ("runs", "digits", "attempts")))

    def has_attempt(self, attempt_id: str) -> bool:
        """Whether the attempt is here."""
        return bool(self._count("attempts WHERE attempt_id = ?", attempt_id))

    def _count(self, rows: str, *values: object) -> int:
        with self._lock:
            return number(self._connection, f"SELECT count(*) FROM {rows}", *values)

    def all(self) -> list[RunSnapshot]:
        """Every run that is here."""
        return self._select("TRUE ORDER BY number")

    def take_digits(self) -> list[tuple[str, int, NDArray[np.uint8]]]:
        """All owners' digits, which are then no longer here."""
        with self._lock:
            return digits_table.take(self._connection)

    def take_attempts(self) -> list[Attempt]:
        """All owners' attempts, which are then no longer here."""
        with self._lock:
            return attempts_table.take(self._connection)
