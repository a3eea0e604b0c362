"""Runs where no file can be had: the same tables, in memory."""

from __future__ import annotations

import weakref
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mnist_core.config import StoreLimits
from mnist_core.store import digits_table
from mnist_core.store.capacity import Room
from mnist_core.store.schema import connect, number
from mnist_core.store.tables import RunTables
from mnist_core.tracking import RunSnapshot


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
        """Whether there is neither a run nor a digit here."""
        return not self._count("runs") and not self._count("digits")

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
