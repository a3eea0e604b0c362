"""Whose turn it is: first come, first served, with fair turns for every browser."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueuedRun:
    """A run or a job that waits for a slot or has one.

    Attributes:
        owner: whose run it is.
        virtual_arrival: when it counts as having come (see :func:`arrival`).
        seconds: how long it will train from when it gets its slot, estimated; None if nothing
            is known.
        slot_since: when it got its slot, if it has one.
        yields: whether it yields its slot when its turn is over.
    """

    owner: str
    virtual_arrival: float
    seconds: float | None = None
    slot_since: float = 0.0
    yields: bool = True

    @property
    def ends(self) -> float:
        """When it will be done, if it keeps its slot; infinite if nobody knows."""
        return math.inf if self.seconds is None else self.slot_since + self.seconds

    def yields_at(self, turn_seconds: float) -> float:
        """When its turn is over, should another owner wait then; infinite if it never yields."""
        return self.slot_since + turn_seconds if self.yields else math.inf


def arrival(now: float, others: Iterable[float], spacing: float) -> float:
    """From when a run counts that comes ``now``, its owner's active runs counting from ``others``.

    An owner's runs count as if they came ``spacing`` seconds apart.  So owners take turns, and as
    every run's time is fixed and later ones' times grow, nobody waits for ever.
    """
    return max([now, *(other + spacing for other in others)])


def next_turn(waiting: Sequence[QueuedRun], training: Counter[str]) -> int:
    """Which of ``waiting`` goes next, ``training`` being how many runs of each owner train.

    Who has fewer runs training goes first, then who counts as having come first.
    """
    count = training.get  # Counter's own [] takes three times as long for who is not in it
    return min(
        range(len(waiting)),
        key=lambda index: (count(waiting[index].owner, 0), waiting[index].virtual_arrival, index),
    )
