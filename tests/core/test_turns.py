from __future__ import annotations

import math
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from mnist_core.turns import Turn, arrival, expected_waits, next_turn

SPACING = 300.0


def served(arrivals: list[tuple[float, str]], slots: int = 1, seconds: float = 10.0) -> list[str]:
    """The owners in the order in which they are served, each run taking ``seconds``."""
    pending = sorted(enumerate(arrivals), key=lambda each: (each[1][0], each[0]))
    waiting: list[Turn] = []
    training: list[tuple[float, Turn]] = []
    order = []
    now = 0.0
    while pending or waiting:
        while pending and pending[0][1][0] <= now:
            _, (when, owner) = pending.pop(0)
            active = [*waiting, *(turn for _, turn in training)]
            others = [turn.counts_from for turn in active if turn.owner == owner]
            waiting.append(Turn(owner, arrival(when, others, SPACING), seconds))
        training = [(end, turn) for end, turn in training if end > now]
        while waiting and len(training) < slots:
            chosen = waiting.pop(next_turn(waiting, Counter(t.owner for _, t in training)))
            training.append((now + seconds, chosen))
            order.append(chosen.owner)
        ends = [end for end, _ in training]
        now = min([*ends, *(when for _, (when, _) in pending)], default=now)
    return order


def test_one_owner_is_served_first_come_first_served() -> None:
    turns = [Turn("a", 2.0), Turn("a", 1.0), Turn("a", 3.0)]
    assert next_turn(turns, Counter()) == 1


def test_owners_take_turns() -> None:
    arrivals = [(0.0, owner) for owner in "aaabbb"]
    assert served(arrivals) == list("ababab")


def test_a_newcomer_goes_before_the_second_run_of_whoever_came_first() -> None:
    assert served([(0.0, "a"), (0.0, "a"), (0.0, "a"), (5.0, "b")]) == list("abaa")


def test_who_trains_already_lets_others_go_first() -> None:
    turns = [Turn("a", 1.0), Turn("b", 2.0)]
    assert next_turn(turns, Counter({"a": 1})) == 1
    assert next_turn(turns, Counter({"a": 1, "b": 1})) == 0


def test_an_owner_alone_may_have_all_slots() -> None:
    assert next_turn([Turn("a", 1.0)], Counter({"a": 3})) == 0


def test_nobody_waits_for_ever_while_newcomers_keep_coming() -> None:
    crowd = [(float(second), f"stranger {second}") for second in range(0, 4000, 10)]
    order = served([(0.0, "a"), (0.0, "a"), *crowd])
    second_turn = [index for index, owner in enumerate(order) if owner == "a"][1]
    # strangers go first as long as they come within the spacing, one every ten seconds
    assert second_turn <= SPACING / 10 + 2


arrivals = st.lists(
    st.tuples(st.floats(0, 1000), st.sampled_from("abcde")), min_size=1, max_size=20
)


@given(arrivals, st.integers(1, 4))
def test_everybody_is_served_once(arrivals: list[tuple[float, str]], slots: int) -> None:
    assert Counter(served(arrivals, slots)) == Counter(owner for _, owner in arrivals)


@given(
    st.lists(
        st.builds(Turn, st.sampled_from("abc"), st.floats(0, 1000), st.floats(1, 100)), max_size=12
    ),
    st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 100)), max_size=3),
)
def test_waits_follow_the_places(
    waiting: list[Turn], training: list[tuple[str, float | None]]
) -> None:
    slots = max(len(training), 1)
    waits = expected_waits(waiting, training, slots)
    assert sorted(place for place, _ in waits) == list(range(1, len(waiting) + 1))
    in_order = [wait for _, wait in sorted(waits)]
    assert in_order == sorted(in_order)
    if waiting and training:
        assert in_order[0] == min(left for _, left in training)
    if waiting:
        assert sorted(waits)[0] == waits[next_turn(waiting, _after_first(training, slots))]


def _after_first(training: list[tuple[str, float | None]], slots: int) -> Counter[str]:
    counts = Counter(owner for owner, _ in training)
    if len(training) >= slots:
        counts[min((left, owner) for owner, left in training)[1]] -= 1
    return counts


def test_waits_by_hand() -> None:
    waiting = [Turn("a", 0.0, 30.0), Turn("a", 300.0, 30.0), Turn("b", 10.0, 50.0)]
    assert expected_waits(waiting, [("c", 5.0), ("d", 20.0)], 2) == [(1, 5.0), (3, 35.0), (2, 20.0)]


def test_what_is_unknown_makes_later_waits_unknown() -> None:
    waiting = [Turn("a", 0.0, None), Turn("b", 1.0, 5.0)]
    assert expected_waits(waiting, [("c", 5.0)], 1) == [(1, 5.0), (2, None)]
    assert expected_waits(waiting, [("c", None)], 1) == [(1, None), (2, None)]
    assert all(wait is None or math.isfinite(wait) for _, wait in expected_waits(waiting, [], 1))
