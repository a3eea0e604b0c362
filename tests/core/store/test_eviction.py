from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from mnist_core.store.eviction import Held, first_to_go, in_pages


def held(
    owner: str, number: int, size: int = 10, *, pinned: bool = False, stays: bool = False
) -> Held:
    return Held(f"{owner}{number}", owner, size, number, pinned, stays)


def gone(runs: list[Held], owner: str = "new", size: int = 0, share: float = 100.0) -> str | None:
    first = first_to_go(runs, {"here": 9.0, "away": 1.0}, owner, size, share)
    return first and first.run_id


def test_the_largest_holders_oldest_goes() -> None:
    assert gone([held("b", 2), held("b", 1), held("a", 0)]) == "b1"


def test_what_comes_is_counted_in() -> None:
    assert gone([held("a", 0, 15), held("b", 1)], owner="b", size=10) == "b1"


def test_among_equals_the_longest_absent_gives() -> None:
    assert gone([held("here", 0), held("away", 1)]) == "away1"


def test_pinned_runs_go_after_their_owners_others() -> None:
    assert gone([held("a", 0, pinned=True), held("a", 1), held("b", 2)]) == "a1"
    assert gone([held("a", 0, pinned=True)]) == "a0"


def test_what_has_to_stay_stays() -> None:
    assert gone([held("a", 0, 50, stays=True), held("b", 1)]) == "b1"
    assert gone([held("a", 0, stays=True)]) is None


def test_beyond_a_share_nobody_takes_from_who_holds_less() -> None:
    runs = [held("a", 0, 200, stays=True), held("b", 1)]
    assert gone(runs, owner="a", size=10) is None
    assert gone(runs, owner="a", size=10, share=500.0) == "b1"


def test_sizes_are_counted_in_pages() -> None:
    assert [in_pages(size) for size in (0, 1, 4096, 4097)] == [0, 4096, 4096, 8192]


runs = st.builds(held, st.sampled_from("abc"), st.integers(0, 50), st.integers(1, 60))


@given(st.lists(runs, max_size=15), st.sampled_from("abc"), st.integers(1, 60))
def test_first_to_go_held_the_most(kept: list[Held], owner: str, size: int) -> None:
    """Who loses a run held as much as whoever else could."""
    first = first_to_go(kept, {}, owner, size, 0.0)
    holds = Counter({owner: size})
    for run in kept:
        holds[run.owner] += run.size
    if first is not None:
        assert holds[first.owner] >= holds[owner]
        assert holds[first.owner] == max(holds[run.owner] for run in kept)
    else:
        assert all(holds[run.owner] < holds[owner] for run in kept)
