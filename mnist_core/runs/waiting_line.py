"""The line of waiting runs and jobs and the slots they wait for; no locks, threads or files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mnist_core.config import QueueLimits
from mnist_core.runs.estimate import Estimate
from mnist_core.runs.job import Job
from mnist_core.runs.training_run import TrainingRun
from mnist_core.runs.turns import QueuedRun, arrival, next_turn
from mnist_core.runs.wait_estimates import Wait, expected_waits

# For how long the positions and waits worked out once are shown.
WAITS_SECONDS = 1.0

Queued = TrainingRun | Job[Any, Any]


class Line:
    """Who waits and who has a slot.

    Args:
        slots: how many compute at once.
        limits: of which a turn and the spacing of an owner's runs count here.
        clock: seconds.
    """

    def __init__(self, slots: int, limits: QueueLimits, clock: Callable[[], float]) -> None:
        self.slots = slots
        self.estimate = Estimate()
        self._limits = limits
        self._clock = clock
        self._waiting: dict[Queued, QueuedRun] = {}
        self._training: dict[Queued, QueuedRun] = {}
        self._waits: dict[Queued, Wait] | None = None
        self._waits_at = 0.0

    def join(self, run: Queued) -> None:
        """Stand in line."""
        active = [*self._waiting.values(), *self._training.values()]
        others = [each.virtual_arrival for each in active if each.owner == run.owner]
        virtual_arrival = arrival(self._clock(), others, self._limits.spacing_seconds)
        self._waiting[run] = QueuedRun(run.owner, virtual_arrival, yields=not isinstance(run, Job))
        self._waits = None

    def leave(self, run: Queued) -> None:
        """Give up the position in the line, or the slot."""
        self._training.pop(run, None)
        self._waiting.pop(run, None)
        self._waits = None

    def next(self) -> Queued | None:
        """The run whose turn it is, now in a slot; None if no slot is free or nobody waits."""
        if not self._waiting or len(self._training) >= self.slots:
            return None
        owners = Counter(each.owner for each in self._training.values())
        run = list(self._waiting)[next_turn(list(self._waiting.values()), owners)]
        self._training[run] = replace(self._waiting.pop(run), slot_since=self._clock())
        self._waits = None
        return run

    def preemptible(self) -> list[TrainingRun]:
        """Runs that have had their turn while another browser waits, longest first."""
        if len(self._training) < self.slots:
            return []
        now = self._clock()
        waiting = {each.owner for each in self._waiting.values()}
        over = [
            run
            for run, each in self._training.items()
            if not isinstance(run, Job)
            and now >= each.yields_at(self._limits.turn_seconds)
            and waiting - {each.owner}
        ]
        return sorted(over, key=lambda run: self._training[run].slot_since)

    def has_slot(self, run: Queued) -> bool:
        """Whether the run has a slot."""
        return run in self._training

    @property
    def jobs(self) -> list[Job[Any, Any]]:
        """The jobs that wait or have a slot."""
        return [job for job in (*self._waiting, *self._training) if isinstance(job, Job)]

    def position_of(self, run: Queued) -> tuple[int | None, float | None]:
        """A waiting run's position (1 goes next) and estimated seconds until its turn."""
        now = self._clock()
        if self._waits is None or now - self._waits_at > WAITS_SECONDS:
            self._waits, self._waits_at = self._work_out(now), now
        return self._waits.get(run, (None, None))

    def _work_out(self, now: float) -> dict[Queued, Wait]:
        training = [self._timed(run, each, now) for run, each in self._training.items()]
        waiting = [replace(each, seconds=self._seconds(run)) for run, each in self._waiting.items()]
        waits = expected_waits(waiting, training, self.slots, now, self._limits)
        return dict(zip(self._waiting, waits, strict=True))

    def _seconds(self, run: Queued) -> float | None:
        """Estimated, for what is left of it when it gets a slot."""
        if isinstance(run, Job):
            return self.estimate.job_seconds(run.kind)
        return self.estimate.seconds(run.config, run.progress)

    def _timed(self, run: Queued, queued: QueuedRun, now: float) -> QueuedRun:
        """What is in a slot with its time: what a run says itself is left, else the estimate."""
        if isinstance(run, Job):
            return replace(queued, seconds=self._seconds(run))
        shown = run.snapshot()
        self.estimate.learn(shown)
        left = shown.seconds_left
        if left is None:
            left = self._seconds(run)
        return replace(queued, seconds=None if left is None else now - queued.slot_since + left)
