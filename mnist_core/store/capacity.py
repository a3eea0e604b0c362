"""The store's bound in bytes: room is made before anything is written.

Counted is what stands on the disk, the file with its free pages and the write-ahead log, and what
a transaction adds to both.  A log that is copied into the file is a peak: for a moment what was
written stands in either.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from mnist_core.config import StoreLimits
from mnist_core.store.errors import no_room
from mnist_core.store.eviction import SHARE, Held, first_to_go, in_pages
from mnist_core.store.schema import empty_log, number, transaction
from mnist_core.tracking import RunSnapshot, RunStatus

ACTIVE = tuple(status.value for status in RunStatus if status.active)
# Of the bound, what small changes may take unasked: rows of owners, indices, the log's own.
_SPARE = 1 / 32


def _one(size: int) -> int:
    """The measure where runs are counted."""
    return 1


class Room:
    """Keeps a store's files within its limits; its caller has the lock.

    Args:
        log_file: the write-ahead log; None for a store in memory, which has none and no other
            place for what may not go, so that this may be more than the bound.

    Attributes:
        evicted: how many runs had to go so far.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        limits: StoreLimits,
        log_file: Path | None = None,
        evicted: int = 0,
    ) -> None:
        self._connection = connection
        self._limits = limits
        self._log_file = log_file
        self._page = number(connection, "PRAGMA page_size")
        self.evicted = evicted

    def make_for(self, owner: str, written: int, growth: int, run: RunSnapshot | None) -> None:
        """Drop runs until so much may be written.

        Args:
            written: bytes that the transaction will put into the log.
            growth: bytes by which the store will then be larger.
            run: what is saved; it stays, and what it is fine-tuned from.

        Raises:
            StoreError: ``store_no_room``; nothing was dropped.
        """
        written, growth = in_pages(written), in_pages(max(growth, 0))
        new = run is not None and not number(
            self._connection, "SELECT count(*) FROM runs WHERE run_id = ?", run.run_id
        )
        runs = number(self._connection, "SELECT count(*) FROM runs") + new
        few = self._choose(runs - self._limits.runs, owner, int(new), self._limits.runs, run, _one)
        self._drop(few)
        if self._fits(written, growth):
            return
        empty_log(self._connection)
        while (missing := self._used() + growth + written - self._most) > 0:
            goes = self._choose(missing, owner, growth, self._limits.bytes, run, in_pages)
            enough = sum(each.size for each in goes) >= missing
            if not enough and self._log_file is not None:
                raise no_room()
            self._drop(goes)
            if not enough:
                break
        self.shrink(written, growth)

    def _choose(
        self,
        missing: int,
        owner: str,
        coming: int,
        maximum: int,
        run: RunSnapshot | None,
        measure: Callable[[int], int],
    ) -> list[Held]:
        """Runs that come to ``missing`` in that measure, or all that may go."""
        goes: list[Held] = []
        if missing <= 0:
            return goes
        seen, runs = self._last_seen(), self._runs(run, measure)
        while missing > 0 and (first := first_to_go(runs, seen, owner, coming, maximum * SHARE)):
            goes.append(first)
            runs.remove(first)
            missing -= first.size
        return goes

    def _drop(self, runs: Sequence[Held]) -> None:
        if runs:
            with transaction(self._connection):
                self._connection.executemany(
                    "DELETE FROM runs WHERE run_id = ?", [(each.run_id,) for each in runs]
                )
            self.evicted += len(runs)

    def _runs(self, run: RunSnapshot | None, measure: Callable[[int], int]) -> list[Held]:
        needed = (run.run_id, run.fine_tuned_from) if run else ()
        rows = self._connection.execute(
            "SELECT run_id, owner, size, number, pinned, status FROM runs"
        )
        return [
            Held(
                each, owner, measure(size), order, bool(pinned), status in ACTIVE or each in needed
            )
            for each, owner, size, order, pinned, status in rows
        ]

    def _last_seen(self) -> dict[str, float]:
        return dict(self._connection.execute("SELECT owner, seen_at FROM owners"))

    @property
    def _most(self) -> int:
        return int(self._limits.bytes * (1 - _SPARE))

    def _fits(self, written: int, growth: int) -> bool:
        file = max(self._pages() * self._page, self._used() + growth)
        return file + self._log_size() + written <= self._most

    def _pages(self) -> int:
        return number(self._connection, "PRAGMA page_count")

    def _used(self) -> int:
        """Bytes of the file's pages that are in use."""
        free = number(self._connection, "PRAGMA freelist_count")
        return (self._pages() - free) * self._page

    def _log_size(self) -> int:
        try:
            return self._log_file.stat().st_size if self._log_file else 0
        except FileNotFoundError:
            return 0

    def shrink(self, written: int = 0, growth: int = 0) -> None:
        """Give free pages back to the system, as far as the bound needs it.

        In small steps: a page that is moved stands in the log as well.
        """
        step = max(int(self._limits.bytes * _SPARE) // self._page - 16, 16)
        while not self._fits(written, growth) and number(self._connection, "PRAGMA freelist_count"):
            before = self._pages()
            self._connection.execute(f"PRAGMA incremental_vacuum({step})").fetchall()
            empty_log(self._connection)
            if self._pages() == before:
                return
