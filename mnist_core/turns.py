"""Whose turn it is: first come, first served, with fair turns for every browser."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """A run that waits.

    Attributes:
        owner: whose run it is.
        counts_from: when it counts as having come (see :func:`arrival`).
        seconds: how long it will train, estimated; None if nothing is known.
    """

    owner: str
    counts_from: float
    seconds: float | None = None


def arrival(now: float, others: Iterable[float], spacing: float) -> float:
    """From when a run counts that comes ``now``, its owner's active runs counting from ``others``.

    An owner's runs count as if they came ``spacing`` seconds apart.  So owners take turns, and as
    every run's time is fixed and later ones' times grow, nobody waits for ever.
    """
    return max([now, *(other + spacing for other in others)])


def next_turn(waiting: Sequence[Turn], training: Counter[str]) -> int:
    """Which of ``waiting`` goes next, ``training`` being how many runs of each owner train.

    Who has fewer runs training goes first, then who counts as having come first.
    """
    return min(
        range(len(waiting)),
        key=lambda index: (training[waiting[index].owner], waiting[index].counts_from, index),
    )


def expected_waits(
    waiting: Sequence[Turn], training: Sequence[tuple[str, float | None]], slots: int
) -> list[tuple[int, float | None]]:
    """Each waiting run's place (1 goes next) and estimated seconds until its turn.

    Plays the queue forward: a slot falls free when its run is over, and :func:`next_turn` says
    who takes it.  From the first unknown duration on the waits are None.

    Args:
        training: the owner and the seconds left of each run that trains.
    """
    unknown = float("inf")
    busy = [(unknown if left is None else left, owner) for owner, left in training]
    heapq.heapify(busy)
    counts = Counter(owner for owner, _ in training)
    left = list(range(len(waiting)))
    result: list[tuple[int, float | None]] = [(0, None)] * len(waiting)
    now = 0.0
    for place in range(1, len(waiting) + 1):
        if len(busy) >= slots:
            now, owner = heapq.heappop(busy)
            counts[owner] -= 1
        chosen = left.pop(next_turn([waiting[index] for index in left], counts))
        turn = waiting[chosen]
        result[chosen] = (place, None if now == unknown else now)
        counts[turn.owner] += 1
        heapq.heappush(
            busy, (now + (unknown if turn.seconds is None else turn.seconds), turn.owner)
        )
    return result
