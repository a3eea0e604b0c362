"""The append-only record of what a training reports."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mnist_core.tracking.metrics import BatchMetrics, Diverged, EpochMetrics, Event, HeldOutName

# Share of the last smoothed loss in the next one (TensorBoard's slider calls it smoothing): the
# curve then shows about the last 50 batches.
SMOOTHING = 0.98

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LossCurve:
    """Points of the loss curve for a chart: steps (1-based), losses and smoothed losses."""

    steps: NDArray[np.int64]
    losses: FloatArray
    smoothed: FloatArray


@dataclass(frozen=True, slots=True)
class HistorySnapshot:
    """A history as it was at one moment; never changes.

    Attributes:
        held_out_name: which images ``held_out_*`` were measured on.
        epochs: the finished epochs.
        batch_losses: float32 (steps,), read-only.
        diverged: how the training broke down, if it did.
    """

    held_out_name: HeldOutName
    epochs: tuple[EpochMetrics, ...]
    batch_losses: FloatArray
    diverged: Diverged | None
    _smoothed: FloatArray

    @property
    def steps(self) -> int:
        """How many batches have been trained on."""
        return len(self.batch_losses)

    def smoothed_losses(self) -> FloatArray:
        """The batch losses as an exponential moving average, float32 (steps,), read-only."""
        return self._smoothed

    def downsampled(self, max_points: int) -> LossCurve:
        """At most ``max_points`` of the curve, keeping each stretch's lowest and highest loss."""
        steps = len(self.batch_losses)
        if steps <= max_points:
            chosen = np.arange(steps)
        else:
            chosen = _extremes(self.batch_losses, max(max_points // 2, 1))[:max_points]
        return LossCurve(chosen + 1, self.batch_losses[chosen], self._smoothed[chosen])


def _extremes(losses: FloatArray, stretches: int) -> NDArray[np.int64]:
    """Indices of the lowest and highest loss in each of equal stretches, in order."""
    edges = np.linspace(0, len(losses), stretches + 1).astype(np.int64)
    found = []
    for start, end in pairwise(edges):
        stretch = losses[start:end]
        found += [start + stretch.argmin(), start + stretch.argmax()]
    return np.unique(np.array(found, dtype=np.int64))


class History:
    """Grows by one event at a time; one thread appends, any thread may take snapshots."""

    def __init__(self, held_out_name: HeldOutName = "test") -> None:
        self.held_out_name: HeldOutName = held_out_name
        self._epochs: tuple[EpochMetrics, ...] = ()
        self._diverged: Diverged | None = None
        self._steps = 0
        self._average = 0.0
        # row 0: losses, row 1: smoothed losses; rows are only ever appended to
        self._buffer = np.empty((2, 1024), dtype=np.float32)

    def append(self, event: Event) -> None:
        """Record ``event``."""
        if isinstance(event, BatchMetrics):
            self._append_loss(event.loss)
        elif isinstance(event, EpochMetrics):
            self._epochs = (*self._epochs, event)
        else:
            self._diverged = event

    def _append_loss(self, loss: float) -> None:
        step = self._steps
        if step == self._buffer.shape[1]:
            self._buffer = np.concatenate([self._buffer, np.empty_like(self._buffer)], axis=1)
        self._average = SMOOTHING * self._average + (1 - SMOOTHING) * loss
        self._buffer[0, step] = loss
        # The average starts at 0; dividing takes that start out again (as Adam does).
        self._buffer[1, step] = self._average / (1 - SMOOTHING ** (step + 1))
        self._steps = step + 1  # last: a snapshot never sees a row half written

    def snapshot(self) -> HistorySnapshot:
        """The history up to now: shares the memory, which is never written again."""
        steps = self._steps  # before the buffer, which may be replaced by a longer one meanwhile
        rows = self._buffer[:, :steps]
        rows.flags.writeable = False
        return HistorySnapshot(self.held_out_name, self._epochs, rows[0], self._diverged, rows[1])

    @property
    def epochs(self) -> tuple[EpochMetrics, ...]:
        """The finished epochs."""
        return self._epochs

    @property
    def diverged(self) -> Diverged | None:
        """How the training broke down, if it did."""
        return self._diverged
