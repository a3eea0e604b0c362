"""A keeper that goes on in memory while the disk cannot be written, and says so."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from mnist_core.errors import StoreError
from mnist_core.run_keeper import Kept, MemoryKeeper, RunKeeper
from mnist_core.run_limits import QueueLimits
from mnist_core.run_status import RunSnapshot
from mnist_core.weights import EpochWeights

log = logging.getLogger(__name__)

T = TypeVar("T")


class SafeKeeper:
    """Keeps on disk what it can and the rest in memory; never raises :class:`StoreError`.

    What had to stay in memory goes to the disk as soon as that works again.

    Args:
        disk: where to keep runs, or None for memory alone.
        notice: why there is no disk, to be shown to learners.
    """

    def __init__(
        self,
        disk: RunKeeper | None = None,
        notice: StoreError | None = None,
        limits: QueueLimits | None = None,
    ) -> None:
        self._disk = disk
        self._memory = MemoryKeeper(limits)
        self._lock = threading.RLock()
        self._to_delete: set[str] = set()
        self._to_clear: set[str] = set()  # owners whose digits on the disk count no more
        self.notice = notice

    @property
    def evicted(self) -> int:
        return self._memory.evicted + (self._disk.evicted if self._disk else 0)

    def _try(self, action: Callable[[RunKeeper], T]) -> tuple[bool, T | None]:
        """Do something on the disk; whether it worked, and its result."""
        if self._disk is None:
            return False, None
        try:
            return True, action(self._disk)
        except StoreError as error:
            if self.notice is None or self.notice.code != error.code:
                log.warning("keeping runs in memory: %s", error)
            self.notice = error
            return False, None

    def save(self, snapshot: RunSnapshot, weights: EpochWeights | None = None) -> RunSnapshot:
        with self._lock:
            self._catch_up()
            if not self._in_memory(snapshot.run_id):
                worked, kept = self._try(lambda disk: disk.save(snapshot, weights))
                if worked and kept is not None:
                    self.notice = None
                    return kept
            return self._with_weights_on_disk(self._memory.save(snapshot, weights))

    def _with_weights_on_disk(self, run: RunSnapshot) -> RunSnapshot:
        """The run with what was kept of its weights before the disk failed."""
        if self._disk is None:
            return run
        _, stored = self._try(lambda disk: disk.runs(run.owner))
        return next((_merged(run, each) for each in stored or [] if each.run_id == run.run_id), run)

    def _in_memory(self, run_id: str) -> bool:
        return self._disk is None or self._memory.has(run_id)

    def _catch_up(self) -> None:
        """Bring to the disk what could not be brought there before."""
        for run_id in list(self._to_delete):
            if not self._try(lambda disk, run_id=run_id: disk.delete(run_id))[0]:  # type: ignore[misc]
                return
            self._to_delete.discard(run_id)
        for owner in list(self._to_clear):
            self._clear(owner)
        if self._disk is None:
            return
        for kept in self._memory.all():
            if not self._try(lambda disk, kept=kept: _move(disk, kept))[0]:  # type: ignore[misc]
                return
            self._memory.delete(kept.snapshot.run_id)
        for digit in self._memory.take_digits():
            self.add_digit(*digit)

    def runs(self, owner: str) -> list[RunSnapshot]:
        with self._lock:
            _, stored = self._try(lambda disk: disk.runs(owner))
            found = {each.run_id: each for each in stored or []}
            for each in self._memory.runs(owner):
                before = found.get(each.run_id)
                found[each.run_id] = _merged(each, before) if before else each
            found = {key: each for key, each in found.items() if key not in self._to_delete}
        return sorted(found.values(), key=lambda each: each.created_at, reverse=True)

    def unfinished(self) -> list[RunSnapshot]:
        return self._try(lambda disk: disk.unfinished())[1] or []

    def weights(self, run_id: str, epoch: int | None = None) -> bytes | None:
        with self._lock:
            found = self._memory.weights(run_id, epoch)
            return found or self._try(lambda disk: disk.weights(run_id, epoch))[1]

    def delete(self, run_id: str) -> None:
        with self._lock:
            self._memory.delete(run_id)
            if self._disk is not None and not self._try(lambda disk: disk.delete(run_id))[0]:
                self._to_delete.add(run_id)

    def seen(self, owners: Sequence[str], when: float) -> None:
        self._memory.seen(owners, when)
        self._try(lambda disk: disk.seen(owners, when))

    def add_digit(self, owner: str, label: int, picture: NDArray[np.uint8]) -> None:
        with self._lock:
            if owner in self._to_clear:
                self._clear(owner)
            if (
                owner in self._to_clear
                or not self._try(lambda disk: disk.add_digit(owner, label, picture))[0]
            ):
                self._memory.add_digit(owner, label, picture)

    def digits(self, owner: str) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        with self._lock:
            pictures, labels = self._memory.digits(owner)
            if owner in self._to_clear:
                return pictures, labels
            _, stored = self._try(lambda disk: disk.digits(owner))
        if stored is None:
            return pictures, labels
        return np.concatenate([stored[0], pictures]), np.concatenate([stored[1], labels])

    def clear_digits(self, owner: str) -> None:
        with self._lock:
            self._memory.clear_digits(owner)
            if self._disk is not None:
                self._clear(owner)

    def _clear(self, owner: str) -> None:
        """Clear the owner's digits from the disk, later if it must be."""
        if self._try(lambda disk: disk.clear_digits(owner))[0]:
            self._to_clear.discard(owner)
        else:
            self._to_clear.add(owner)

    def close(self) -> None:
        self._try(lambda disk: disk.close())


def _merged(run: RunSnapshot, before: RunSnapshot) -> RunSnapshot:
    """``run`` as it is in memory, with the weights that both it and ``before`` have kept."""
    return replace(
        run,
        weights_epochs=tuple(sorted({*before.weights_epochs, *run.weights_epochs})),
        has_model=before.has_model or run.has_model,
    )


def _move(disk: RunKeeper, kept: Kept) -> None:
    """Save a run that was kept in memory, epoch by epoch and with its latest weights last."""
    full = kept.full or b""
    for epoch, half in sorted(kept.halves.items()):
        disk.save(kept.snapshot, EpochWeights(epoch, full, half))
    last = EpochWeights(kept.snapshot.epoch, full) if kept.full else None
    disk.save(kept.snapshot, last)
