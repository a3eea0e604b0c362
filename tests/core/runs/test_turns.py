from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from mnist_core.runs.turns import QueuedRun, arrival, next_turn

SPACING = 300.0


def served(arrivals: list[tuple[float, str]], slots: int = 1, seconds: float = 10.0) -> list[str]:
    """The owners in the order in which they are served, each run taking ``seconds``."""
    pending = sorted(enumerate(arrivals), key=lambda each: (each[1][0], each[0]))
    waiting: list[QueuedRun] = []
    training: list[tuple[float, QueuedRun]] = []
    order = []
    now = 0.0
    while pending or waiting:
        while pending and pending[0][1][0] <= now:
            _, (when, owner) = pending.pop(0)
            active = [*waiting, *(turn for _, turn in training)]
            others = [turn.virtual_arrival for turn in active if turn.owner == owner]
            waiting.append(QueuedRun(owner, arrival(when, others, SPACING), seconds))
        training = [(end, turn) for end, turn in training if end > now]
        while waiting and len(training) < slots:
            chosen = waiting.pop(next_turn(waiting, Counter(t.owner for _, t in training)))
            training.append((now + seconds, chosen))
            order.append(chosen.owner)
        ends = [end for end, _ in training]
        now = min([*ends, *(when for _, (when, _) in pending)], default=now)
    return order


def test_one_owner_is_served_first_come_first_served() -> None:
    turns = [QueuedRun("a", 2.0), QueuedRun("a", 1.0), QueuedRun("a", 3.0)]
    assert next_turn(turns, Counter()) == 1


def test_owners_take_turns() -> None:
    arrivals = [(0.0, owner) for owner in "aaabbb"]
    assert served(arrivals) == list("ababab")


def test_newcomer_before_second_run() -> None:
    """A newcomer goes before the second run of whoever came first."""
    assert served([(0.0, "a"), (0.0, "a"), (0.0, "a"), (5.0, "b")]) == list("abaa")


def test_who_trains_already_lets_others_go_first() -> None:
    turns = [QueuedRun("a", 1.0), QueuedRun("b", 2.0)]
    assert next_turn(turns, Counter({"a": 1})) == 1
    assert next_turn(turns, Counter({"a": 1, "b": 1})) == 0


def test_an_owner_alone_may_have_all_slots() -> None:
    assert next_turn([QueuedRun("a", 1.0)], Counter({"a": 3})) == 0


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
