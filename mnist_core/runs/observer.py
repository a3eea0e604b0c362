"""Who is told what a run does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mnist_core.tracking import EpochWeights, RunSnapshot

if TYPE_CHECKING:
    from mnist_core.runs.training_run import TrainingRun


class RunObserver(Protocol):
    """Who is told what has happened, mostly in the run's own thread.

    That holds no lock then, but for :meth:`keep`: no other save of the run is let through.
    """

    def keep(self, snapshot: RunSnapshot, weights: EpochWeights | None) -> RunSnapshot:
        """Keep what the run has, before anybody is shown it; says what weights are kept."""
        ...

    def resting(self, run: TrainingRun) -> None:
        """The run has begun to wait: its core is free."""
        ...

    def ended(self, run: TrainingRun) -> None:
        """The run is over."""
        ...


class Nobody:
    """The observer of a run without a queue."""

    def keep(self, snapshot: RunSnapshot, weights: EpochWeights | None) -> RunSnapshot:
        return snapshot

    def resting(self, run: TrainingRun) -> None:
        pass

    def ended(self, run: TrainingRun) -> None:
        pass
