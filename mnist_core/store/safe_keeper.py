"""A keeper that goes on in memory while the disk cannot be written, and says so."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from mnist_core.config import STORE_FOLDER
from mnist_core.errors import StoreError
from mnist_core.store.memory_store import MemoryStore
from mnist_core.store.store import RunStore
from mnist_core.tracking import Attempt, EpochWeights, RunSnapshot

log = logging.getLogger(__name__)

FOLDER_VARIABLE = "DIGIT_LAB_STORE"
# In place of a folder: keep nothing on disk.
MEMORY = "memory"

T = TypeVar("T")


class SafeKeeper:
    """Keeps on disk what it can and the rest in memory; never raises :class:`StoreError`.

    What had to stay in memory goes to the disk as soon as that works again: at the next save, and
    at :meth:`catch_up`, which is to be called now and then.

    Args:
        disk: where to keep runs, or None for memory alone.
        notice: why there is no disk, to be shown to learners.
        open_disk: opens the disk, if there is none yet.
    """

    def __init__(
        self,
        disk: RunStore | None = None,
        notice: StoreError | None = None,
        *,
        open_disk: Callable[[], RunStore] | None = None,
    ) -> None:
        self._disk = disk
        self._open_disk = open_disk
        self._memory = MemoryStore()
        self._lock = threading.RLock()
        self._to_delete: set[str] = set()
        self._to_replace: set[str] = set()  # owners whose digits on the disk count no more
        self.notice = notice

    @property
    def evicted(self) -> int:
        return self._memory.evicted + (self._disk.evicted if self._disk else 0)

    @property
    def newest(self) -> int:
        return max(self._memory.newest, self._try(lambda disk: disk.newest)[1] or 0)

    def _try(self, action: Callable[[RunStore], T]) -> tuple[bool, T | None]:
        """Do something on the disk; whether it worked, and its result."""
        if self._disk is None:
            return False, None
        try:
            return True, action(self._disk)
        except StoreError as error:
            self._note(error)
            return False, None

    def _note(self, error: StoreError) -> None:
        if self.notice is None or self.notice.code != error.code:
            log.warning("keeping runs in memory: %s (%s)", error, error.params.get("cause", ""))
        self.notice = error

    def _failed_as(self, code: str) -> bool:
        return self.notice is not None and self.notice.code == code

    def catch_up(self) -> bool:
        """Bring to the disk what only memory holds, opening it anew if need be.

        Returns:
            whether the disk works again: there may be runs that could not be seen before.
        """
        late = self._disk is None
        if late and not self._opened():
            return False
        with self._lock:
            before = self.notice
            if not self._works():
                return False
            self._bring()
            return late or (before is not None and self.notice is None)

    def _opened(self) -> bool:
        """Open the disk at last; while it cannot be, pages need not wait for it."""
        if self._open_disk is None:
            return False
        try:
            self._disk = self._open_disk()
        except StoreError as error:
            self._note(error)
            return False
        return True

    def _works(self) -> bool:
        """Whether the disk can be written, in files made anew if they were deleted."""
        if self._try(lambda disk: disk.check())[0]:
            return True
        if not self._failed_as("store_deleted"):
            return False
        return self._try(lambda disk: disk.reopen())[0]

    def save(self, snapshot: RunSnapshot, weights: EpochWeights | None = None) -> RunSnapshot:
        with self._lock:
            if self._pending:
                self._bring()
            if not self._in_memory(snapshot.run_id):
                worked, kept = self._try(lambda disk: disk.save(snapshot, weights))
                if worked and kept is not None:
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

    @property
    def _pending(self) -> bool:
        """Whether the disk has not been told everything."""
        return bool(self._to_delete or self._to_replace or not self._memory.empty)

    def _bring(self) -> None:
        """Bring to the disk what could not be brought there before, and withdraw the notice."""
        if self._disk is None:
            return
        for run_id in list(self._to_delete):
            if not self._try(lambda disk, run_id=run_id: disk.delete(run_id))[0]:  # type: ignore[misc]
                return
            self._to_delete.discard(run_id)
        for owner in list(self._to_replace):
            self._replace_on_disk(owner)
        for run in self._memory.all():
            if self._try(lambda disk, run=run: self._move(disk, run))[0]:  # type: ignore[misc]
                self._memory.delete(run.run_id)
            elif not self._failed_as("store_no_room"):  # which is no fault of the disk
                return
        for digit in self._memory.take_digits():
            self.add_digit(*digit)
        for attempt in self._memory.take_attempts():
            self.save_attempt(attempt)
        if not self._pending:
            self.notice = None

    def _move(self, disk: RunStore, run: RunSnapshot) -> None:
        """Save a run that was kept in memory, epoch by epoch and with its latest weights last."""
        full = self._memory.weights(run.run_id) or b""
        for epoch in run.weights_epochs:
            half = self._memory.weights(run.run_id, epoch)
            disk.save(run, EpochWeights(epoch, full, half))
        disk.save(run, EpochWeights(run.epoch, full) if full else None)

    def runs(self, owner: str) -> list[RunSnapshot]:
        with self._lock:
            _, stored = self._try(lambda disk: disk.runs(owner))
            found = {each.run_id: each for each in stored or []}
            for each in self._memory.runs(owner):
                before = found.get(each.run_id)
                found[each.run_id] = _merged(each, before) if before else each
            found = {key: each for key, each in found.items() if key not in self._to_delete}
        return sorted(found.values(), key=lambda each: each.number, reverse=True)

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
            if owner in self._to_replace:
                self._replace_on_disk(owner)
            if (
                owner in self._to_replace
                or not self._try(lambda disk: disk.add_digit(owner, label, picture))[0]
            ):
                self._memory.add_digit(owner, label, picture)

    def digits(self, owner: str) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        with self._lock:
            pictures, labels = self._memory.digits(owner)
            if owner in self._to_replace:
                return pictures, labels
            _, stored = self._try(lambda disk: disk.digits(owner))
        if stored is None:
            return pictures, labels
        return np.concatenate([stored[0], pictures]), np.concatenate([stored[1], labels])

    def replace_digits(
        self, owner: str, pictures: NDArray[np.uint8], labels: NDArray[np.int64]
    ) -> None:
        with self._lock:
            self._memory.replace_digits(owner, pictures, labels)
            if self._disk is not None:
                self._replace_on_disk(owner)

    def _replace_on_disk(self, owner: str) -> None:
        """Put the owner's digits of memory in place of those on the disk, later if it must be."""
        digits = self._memory.digits(owner)
        if self._try(lambda disk: disk.replace_digits(owner, *digits))[0]:
            self._to_replace.discard(owner)
            self._memory.replace_digits(owner, digits[0][:0], digits[1][:0])
        else:
            self._to_replace.add(owner)

    def save_attempt(self, attempt: Attempt) -> None:
        with self._lock:
            if (
                self._memory.has_attempt(attempt.attempt_id)
                or not self._try(lambda disk: disk.save_attempt(attempt))[0]
            ):
                self._memory.save_attempt(attempt)

    def attempts(self, owner: str) -> list[Attempt]:
        with self._lock:
            stored = self._try(lambda disk: disk.attempts(owner))[1] or []
            # What memory has is newer.
            found = {each.attempt_id: each for each in (*stored, *self._memory.attempts(owner))}
        return sorted(found.values(), key=lambda each: each.created_at, reverse=True)

    def close(self) -> None:
        """Let go of the disk, after a last try to bring there what only memory holds."""
        self.catch_up()
        self._try(lambda disk: disk.close())


def _merged(run: RunSnapshot, before: RunSnapshot) -> RunSnapshot:
    """``run`` as it is in memory, with the weights that both it and ``before`` have kept."""
    return replace(
        run,
        weights_epochs=tuple(sorted({*before.weights_epochs, *run.weights_epochs})),
        has_model=before.has_model or run.has_model,
    )


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
