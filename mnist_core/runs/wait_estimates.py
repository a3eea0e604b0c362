"""How long the waiting runs will still wait: the queue's own rules, played forward."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mnist_core.config import QueueLimits
from mnist_core.runs.turns import QueuedRun, arrival, next_turn

# After so many turns nobody can say; a run that trains on for ever would never let it end.
MAX_TURNS = 2000
# A position in the line (1 goes next), and seconds until the turn; None where nothing is known.
Wait = tuple[int, float | None]


def expected_waits(
    waiting: Sequence[QueuedRun],
    training: Sequence[QueuedRun],
    slots: int,
    now: float,
    limits: QueueLimits,
) -> list[Wait]:
    """Each waiting run's position, and the seconds until it first trains.

    A slot falls free when its run is done, or when its turn is over and another owner's run
    waits; :func:`next_turn` says who takes it.  From the first slot on that an unknown duration
    sets free, the waits are None.
    """
    play = _Play(waiting, training, slots, now, limits)
    waits: list[Wait] = [(0, None)] * len(waiting)
    position = 0
    for _ in range(MAX_TURNS):
        if position == len(waiting) or not play.free_a_slot():
            break
        number = play.take_slot()
        if number is not None:
            position += 1
            waits[number] = (position, play.now - now if play.known else None)
    for number in play.never_served():
        position += 1
        waits[number] = (position, None)
    return waits


class _Play:
    """The line and the slots at one moment of the time to come."""

    def __init__(
        self,
        waiting: Sequence[QueuedRun],
        training: Sequence[QueuedRun],
        slots: int,
        now: float,
        limits: QueueLimits,
    ) -> None:
        self.now = now
        self.known = True
        self._slots = slots
        self._limits = limits
        self._waiting = list(waiting)
        # of each in the line: which one it was at the beginning; None once it has trained
        self._numbers: list[int | None] = list(range(len(waiting)))
        self._training = list(training)
        self._owners_waiting = Counter(run.owner for run in waiting)
        self._owners_training = Counter(run.owner for run in training)

    def free_a_slot(self) -> bool:
        """Let time pass until a slot is free; False if that never happens."""
        if len(self._training) < self._slots:
            return True
        frees = [self._freed(each) for each in self._training]
        index = min(range(len(frees)), key=frees.__getitem__)
        when, yields, _ = frees[index]
        if when == math.inf:
            return False
        self.now = when
        freed = self._training.pop(index)
        self._owners_training[freed.owner] -= 1
        if yields:
            self._rejoin(freed)
        return True

    def _freed(self, run: QueuedRun) -> tuple[float, bool, float]:
        """When the run leaves its slot, and whether it yields it; then the longest turn first."""
        others = len(self._waiting) > self._owners_waiting[run.owner]
        turn_over = run.yields_at(self._limits.turn_seconds)
        yields = max(turn_over, self.now) if others else math.inf
        return min(run.ends, yields), yields < run.ends, turn_over

    def _rejoin(self, run: QueuedRun) -> None:
        active = [*self._waiting, *self._training]
        others = [each.virtual_arrival for each in active if each.owner == run.owner]
        if run.seconds is None:
            self.known = False
        virtual_arrival = arrival(self.now, others, self._limits.spacing_seconds)
        left = None if run.seconds is None else run.ends - self.now
        self._waiting.append(QueuedRun(run.owner, virtual_arrival, left))
        self._numbers.append(None)
        self._owners_waiting[run.owner] += 1

    def take_slot(self) -> int | None:
        """Whose turn it is begins to train: its number, None if it has trained before."""
        index = next_turn(self._waiting, self._owners_training)
        run = self._waiting.pop(index)
        self._owners_waiting[run.owner] -= 1
        self._owners_training[run.owner] += 1
        self._training.append(replace(run, slot_since=self.now))
        return self._numbers.pop(index)

    def never_served(self) -> list[int]:
        """Who still waits at the end, in the order in which they count as having come."""
        order = sorted(range(len(self._waiting)), key=lambda i: self._waiting[i].virtual_arrival)
        return [number for i in order if (number := self._numbers[i]) is not None]
