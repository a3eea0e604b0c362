"""The line of waiting runs and the slots they wait for; no locks, threads or files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from mnist_core.config import QueueLimits
from mnist_core.runs.estimate import Estimate
from mnist_core.runs.training_run import TrainingRun
from mnist_core.runs.turns import QueuedRun, arrival, next_turn
from mnist_core.runs.wait_estimates import Wait, expected_waits, in_slot

# For how long the positions and waits worked out once are shown.
WAITS_SECONDS = 1.0


@dataclass
class _Entry:
    run: TrainingRun
    virtual_arrival: float
    turn_began: float = 0.0


class Line:
    """Who waits and who has a slot.

    Args:
        slots: how many runs train at once.
        limits: of which a turn and the spacing of an owner's runs count here.
        clock: seconds.
    """

    def __init__(self, slots: int, limits: QueueLimits, clock: Callable[[], float]) -> None:
        self.slots = slots
        self.estimate = Estimate()
        self._limits = limits
        self._clock = clock
        self._waiting: list[_Entry] = []
        self._training: dict[str, _Entry] = {}
        self._waits: dict[str, Wait] | None = None
        self._waits_at = 0.0

    def join(self, run: TrainingRun) -> None:
        """Stand in line."""
        entries = [*self._waiting, *self._training.values()]
        others = [entry.virtual_arrival for entry in entries if entry.run.owner == run.owner]
        self._waiting.append(
            _Entry(run, arrival(self._clock(), others, self._limits.spacing_seconds))
        )
        self._waits = None

    def leave(self, run: TrainingRun) -> None:
        """Give up the position in the line, or the slot."""
        self._training.pop(run.run_id, None)
        self._waiting = [entry for entry in self._waiting if entry.run is not run]
        self._waits = None

    def next(self) -> TrainingRun | None:
        """The run whose turn it is, now in a slot; None if no slot is free or nobody waits."""
        if not self._waiting or len(self._training) >= self.slots:
            return None
        entry = self._waiting.pop(next_turn(self._turns(), self._owners()))
        entry.turn_began = self._clock()
        self._training[entry.run.run_id] = entry
        self._waits = None
        return entry.run

    def preemptible(self) -> list[TrainingRun]:
        """Those that have had their turn while another browser's run waits, longest first."""
        if len(self._training) < self.slots:
            return []
        now = self._clock()
        waiting = {entry.run.owner for entry in self._waiting}
        over = [
            entry
            for entry in self._training.values()
            if now - entry.turn_began >= self._limits.turn_seconds and waiting - {entry.run.owner}
        ]
        return [entry.run for entry in sorted(over, key=lambda entry: entry.turn_began)]

    def has_slot(self, run: TrainingRun) -> bool:
        """Whether the run has a slot."""
        return run.run_id in self._training

    @property
    def training(self) -> int:
        """How many slots are taken."""
        return len(self._training)

    def position_of(self, run: TrainingRun) -> tuple[int | None, float | None]:
        """A waiting run's position (1 goes next) and estimated seconds until its turn."""
        now = self._clock()
        if self._waits is None or now - self._waits_at > WAITS_SECONDS:
            self._waits, self._waits_at = self._work_out(), now
        return self._waits.get(run.run_id, (None, None))

    def _work_out(self) -> dict[str, Wait]:
        now = self._clock()
        training = [
            in_slot(
                self._turn(entry, self._seconds_left(entry.run)),
                entry.turn_began,
                now,
                self._limits,
            )
            for entry in self._training.values()
        ]
        waits = expected_waits(self._turns(), training, self.slots, now, self._limits)
        runs = [entry.run.run_id for entry in self._waiting]
        return dict(zip(runs, waits, strict=True))

    def _seconds_left(self, run: TrainingRun) -> float | None:
        """What a run that trains says of itself, else the estimate."""
        now = run.snapshot()
        self.estimate.learn(now)
        if now.seconds_left is not None:
            return now.seconds_left
        return self.estimate.seconds(now.config, now.progress)

    def _turns(self) -> list[QueuedRun]:
        return [
            self._turn(entry, self.estimate.seconds(entry.run.config, entry.run.progress))
            for entry in self._waiting
        ]

    def _turn(self, entry: _Entry, seconds: float | None) -> QueuedRun:
        return QueuedRun(entry.run.owner, entry.virtual_arrival, seconds)

    def _owners(self) -> Counter[str]:
        return Counter(entry.run.owner for entry in self._training.values())
