from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_core.config.server_limits import QueueLimits
from mnist_core.runs.turns import QueuedRun, next_turn
from mnist_core.runs.wait_estimates import MAX_TURNS, Wait, expected_waits

LIMITS = QueueLimits()
NO_TURNS = QueueLimits(turn_seconds=1e9)


def waits(
    waiting: list[QueuedRun],
    training: list[tuple[str, float | None]],
    slots: int,
    limits: QueueLimits = LIMITS,
    trained: float = 0.0,
) -> list[Wait]:
    """The waits at 0.0, all who train having done so for ``trained`` seconds of their turn."""
    runs = [
        QueuedRun(owner, 0.0, None if left is None else trained + left, slot_since=-trained)
        for owner, left in training
    ]
    return expected_waits(waiting, runs, slots, 0.0, limits)


def test_waits_by_hand() -> None:
    waiting = [QueuedRun("a", 0.0, 30.0), QueuedRun("a", 300.0, 30.0), QueuedRun("b", 10.0, 50.0)]
    assert waits(waiting, [("c", 5.0), ("d", 20.0)], 2) == [(1, 5.0), (3, 35.0), (2, 20.0)]


def test_expected_waits_for_one_turn() -> None:
    """A long run keeps others waiting for its turn only."""
    waiting = [QueuedRun("b", 0.0, 600.0), QueuedRun("c", 1.0, 600.0)]
    assert waits(waiting, [("a", 600.0)], 1) == [(1, 120.0), (2, 240.0)]
    assert waits(waiting, [("a", 600.0)], 1, trained=100.0) == [(1, 20.0), (2, 140.0)]


def test_expected_waits_after_a_turn() -> None:
    """A turn that is over ends at once when somebody comes."""
    assert waits([QueuedRun("b", 0.0, 5.0)], [("a", 600.0)], 1, trained=500.0) == [(1, 0.0)]


def test_nobody_gives_way_to_a_run_of_their_own() -> None:
    assert waits([QueuedRun("a", 300.0, 5.0)], [("a", 600.0)], 1) == [(1, 600.0)]


def test_expected_waits_after_yielding() -> None:
    """Who yielded a slot goes on before runs that count as coming later."""
    # b's second run counts from 310 s on: at 300 s it is a's turn again, who came back at 120 s
    waiting = [QueuedRun("b", 0.0, 60.0), QueuedRun("b", 310.0, 60.0)]
    assert waits(waiting, [("a", 600.0)], 1) == [(1, 120.0), (2, 420.0)]


def test_what_is_unknown_makes_later_waits_unknown() -> None:
    waiting = [QueuedRun("a", 0.0, None), QueuedRun("b", 1.0, 5.0)]
    assert waits(waiting, [("c", 5.0)], 1) == [(1, 5.0), (2, None)]
    assert waits(waiting, [("c", None)], 1) == [(1, None), (2, None)]
    assert waits([QueuedRun("a", 300.0, 5.0)], [("a", None)], 1) == [(1, None)]
    assert waits(waiting, [], 1) == [(1, 0.0), (2, None)]


def test_the_play_ends_even_where_the_waiting_never_would() -> None:
    # a's first run trains for ever and b's yields to nobody in turn: a's second never trains
    limits = replace(LIMITS, turn_seconds=0.0)
    found = waits([QueuedRun("a", 0.0, 5.0)], [("a", None), ("b", None)], 2, limits)
    assert found == [(1, None)]
    assert MAX_TURNS < 10_000


turns = st.builds(QueuedRun, st.sampled_from("abc"), st.floats(0, 1000), st.floats(1, 100))


@given(
    st.lists(turns, max_size=12),
    st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 100)), max_size=3),
)
def test_waits_follow_the_positions(
    waiting: list[QueuedRun], training: list[tuple[str, float | None]]
) -> None:
    slots = max(len(training), 1)
    found = waits(waiting, training, slots, NO_TURNS)
    assert sorted(position for position, _ in found) == list(range(1, len(waiting) + 1))
    in_order = [wait for _, wait in sorted(found)]
    assert in_order == sorted(in_order)
    if waiting and training:
        assert in_order[0] == min(left for _, left in training)
    if waiting:
        assert sorted(found)[0] == found[next_turn(waiting, _after_first(training, slots))]


def _after_first(training: list[tuple[str, float | None]], slots: int) -> Counter[str]:
    counts = Counter(owner for owner, _ in training)
    if len(training) >= slots:
        counts[min(training, key=lambda each: each[1])[0]] -= 1
    return counts


def test_a_full_queue_is_played_in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not by the clock: so many times the rule is asked, and no oftener."""
    asked = []

    def counted(waiting: list[QueuedRun], training: Counter[str]) -> int:
        asked.append(len(waiting))
        return next_turn(waiting, training)

    monkeypatch.setattr("mnist_core.runs.wait_estimates.next_turn", counted)
    waiting = [QueuedRun(f"owner {i // 8}", 300.0 * (i % 8), 3600.0) for i in range(LIMITS.waiting)]
    found = waits(waiting, [("x", 3600.0), ("y", 3600.0)], 2)
    assert all(wait is not None for _, wait in found)
    assert len(asked) < LIMITS.waiting + 50


def test_a_run_in_a_slot() -> None:
    run = QueuedRun("a", 3.0, 60.0, slot_since=90.0)
    assert (run.ends, run.yields_at(LIMITS.turn_seconds)) == (150.0, 210.0)
    assert replace(run, seconds=None).ends == math.inf
