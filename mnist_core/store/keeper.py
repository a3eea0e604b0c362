"""Where runs are kept: the protocol, and the keeper that has only memory."""

from __future__ import annotations

import threading
import time
from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mnist_core.config import StoreLimits
from mnist_core.store.eviction import Held, first_to_go, in_pages
from mnist_core.tracking import EpochWeights, RunSnapshot

# An owner's own drawn digits: enough for 50 of each, 784 bytes apiece.
DIGITS_PER_OWNER = 500


class RunKeeper(Protocol):
    """Keeps runs and an owner's drawn digits.

    Every method may raise :class:`~mnist_core.errors.StoreError` and may be called from any
    thread.  What a method has returned from is kept, whatever happens to the process then.
    """

    @property
    def evicted(self) -> int:
        """How many runs had to go so far to make room for others."""
        ...

    @property
    def newest(self) -> int:
        """The highest number of a run that is kept; 0 if there is none."""
        ...

    def save(self, snapshot: RunSnapshot, weights: EpochWeights | None = None) -> RunSnapshot:
        """Keep the run as it is now; the snapshot comes back with what is kept of its weights."""
        ...

    def runs(self, owner: str) -> list[RunSnapshot]:
        """The owner's runs, newest first."""
        ...

    def unfinished(self) -> list[RunSnapshot]:
        """Runs of all owners that are kept as queued, running or paused, oldest first."""
        ...

    def weights(self, run_id: str, epoch: int | None = None) -> bytes | None:
        """safetensors of the run's latest weights, or of those after ``epoch``."""
        ...

    def delete(self, run_id: str) -> None:
        """Forget a run; nothing happens if there is none."""
        ...

    def seen(self, owners: Sequence[str], when: float) -> None:
        """These owners were here at ``when`` (seconds since 1970)."""
        ...

    def add_digit(self, owner: str, label: int, picture: NDArray[np.uint8]) -> None:
        """Keep a digit that the owner drew: (28, 28), as the model sees it."""
        ...

    def digits(self, owner: str) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """The owner's digits, oldest first: pictures (N, 28, 28) and labels (N,)."""
        ...

    def replace_digits(
        self, owner: str, pictures: NDArray[np.uint8], labels: NDArray[np.int64]
    ) -> None:
        """Keep these instead of the owner's digits, all or none: as :meth:`digits` gives them."""
        ...

    def close(self) -> None:
        """Let go of files; the keeper is not used afterwards."""
        ...


class DiskKeeper(RunKeeper, Protocol):
    """A keeper that may stop working and begin again."""

    def check(self) -> None:
        """Make sure that what is saved is kept; ``store_deleted`` where :meth:`reopen` helps."""
        ...

    def reopen(self) -> None:
        """Go on in new files, with all that is here, where those in use were deleted."""
        ...


@dataclass
class Kept:
    """One run in memory with its weights."""

    snapshot: RunSnapshot
    full: bytes | None = None
    halves: dict[int, bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes, about."""
        history = self.snapshot.history
        halves = sum(len(half) for half in self.halves.values())
        return len(self.full or b"") + halves + 2 * history.batch_losses.nbytes + 4096

    def held(self, stay: Container[str | None]) -> Held:
        """The run as one that takes room; those in ``stay`` may not go."""
        run = self.snapshot
        stays = run.active or run.run_id in stay
        return Held(run.run_id, run.owner, in_pages(self.size), run.number, run.pinned, stays)


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


class MemoryKeeper:
    """Keeps runs until the process ends, within a bound in bytes.

    Args:
        limits: of which ``memory_bytes``, ``snapshot_bytes`` and ``digits`` count here; beyond
            these, the oldest digit of whoever has the most goes.
    """

    def __init__(self, limits: StoreLimits | None = None) -> None:
        self._limits = limits or StoreLimits()
        self._lock = threading.RLock()
        self._kept: dict[str, Kept] = {}
        self._seen: dict[str, float] = {}
        self._digits: dict[str, list[tuple[int, NDArray[np.uint8]]]] = {}
        self.evicted = 0

    def save(self, snapshot: RunSnapshot, weights: EpochWeights | None = None) -> RunSnapshot:
        with self._lock:
            self._seen.setdefault(snapshot.owner, time.time())
            kept = self._kept.setdefault(snapshot.run_id, Kept(snapshot))
            if weights is not None:
                kept.full = weights.full
                if weights.half is not None:
                    kept.halves[weights.epoch] = weights.half
                    maximum = self._limits.snapshot_bytes // max(len(weights.half), 1)
                    for epoch in thinned(sorted(kept.halves), maximum):
                        del kept.halves[epoch]
            kept.snapshot = replace(
                snapshot,
                weights_epochs=tuple(sorted(kept.halves)),
                has_model=kept.full is not None,
            )
            self._make_room(keep=snapshot)
            return kept.snapshot

    def _make_room(self, keep: RunSnapshot) -> None:
        """Drop runs that are over until the bound holds.

        ``keep`` stays, and what it is fine-tuned from.
        """
        stay = (keep.run_id, keep.fine_tuned_from)
        size = sum(each.size for each in self._kept.values())
        while size > self._limits.memory_bytes:
            held = [each.held(stay) for each in self._kept.values()]
            first = first_to_go(held, self._seen, keep.owner, 0, self._limits.memory_bytes)
            if first is None:
                return
            size -= self._kept.pop(first.run_id).size
            self.evicted += 1

    @property
    def newest(self) -> int:
        with self._lock:
            return max((kept.snapshot.number for kept in self._kept.values()), default=0)

    def runs(self, owner: str) -> list[RunSnapshot]:
        with self._lock:
            own = [kept.snapshot for kept in self._kept.values() if kept.snapshot.owner == owner]
        return sorted(own, key=lambda each: each.number, reverse=True)

    def unfinished(self) -> list[RunSnapshot]:
        with self._lock:
            return [kept.snapshot for kept in self._kept.values() if kept.snapshot.active]

    def weights(self, run_id: str, epoch: int | None = None) -> bytes | None:
        with self._lock:
            kept = self._kept.get(run_id)
            if kept is None:
                return None
            return kept.full if epoch is None else kept.halves.get(epoch)

    def delete(self, run_id: str) -> None:
        with self._lock:
            self._kept.pop(run_id, None)

    def seen(self, owners: Sequence[str], when: float) -> None:
        """Note who was here; owners with nothing kept are forgotten."""
        with self._lock:
            self._seen.update(dict.fromkeys(owners, when))
            known = {kept.snapshot.owner for kept in self._kept.values()} | self._digits.keys()
            self._seen = {owner: self._seen[owner] for owner in known & self._seen.keys()}

    def has(self, run_id: str) -> bool:
        """Whether the run is here."""
        return run_id in self._kept

    @property
    def empty(self) -> bool:
        """Whether there is neither a run nor a digit here."""
        return not self._kept and not self._digits

    def all(self) -> list[Kept]:
        """Every run that is here, with its weights."""
        with self._lock:
            return list(self._kept.values())

    def add_digit(self, owner: str, label: int, picture: NDArray[np.uint8]) -> None:
        with self._lock:
            self._seen[owner] = time.time()  # who draws is here
            own = self._digits.setdefault(owner, [])
            own.append((label, picture.copy()))
            del own[:-DIGITS_PER_OWNER]
            surplus = sum(len(each) for each in self._digits.values()) - self._limits.digits
            for _ in range(surplus):
                self._drop_digit()

    def _drop_digit(self) -> None:
        """The oldest goes of whoever has the most, among equals of the longest absent."""
        owner = min(self._digits, key=lambda each: (-len(self._digits[each]), self._seen[each]))
        del self._digits[owner][0]
        if not self._digits[owner]:
            del self._digits[owner]

    def digits(self, owner: str) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        with self._lock:
            own = self._digits.get(owner, [])
            pictures = np.array([picture for _, picture in own], dtype=np.uint8)
            labels = np.array([label for label, _ in own], dtype=np.int64)
        return pictures.reshape(-1, 28, 28), labels

    def take_digits(self) -> list[tuple[str, int, NDArray[np.uint8]]]:
        """All owners' digits, which are then no longer here."""
        with self._lock:
            taken = [(owner, *each) for owner, own in self._digits.items() for each in own]
            self._digits.clear()
        return taken

    def replace_digits(
        self, owner: str, pictures: NDArray[np.uint8], labels: NDArray[np.int64]
    ) -> None:
        with self._lock:
            self._digits.pop(owner, None)
            for picture, label in zip(pictures, labels.tolist(), strict=True):
                self.add_digit(owner, label, picture)

    def check(self) -> None:
        """Memory always works."""

    def reopen(self) -> None:
        """Nobody can delete it."""

    def close(self) -> None:
        """Nothing to let go of."""
