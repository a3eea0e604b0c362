"""What is said of a sketch: where it starts, when it falls, where it ends, which ends higher."""

from __future__ import annotations

from mnist_core.experiments.sketch import compare

FALLS = ((1.0, 2.3), (10.0, 0.5), (100.0, 0.3))


def test_same_line() -> None:
    found = compare([FALLS], [FALLS], 3.0, 99.0)
    assert found.hit and found.gaps[0].mean == 0.0
    assert found.higher_measured is None


def test_straight_sketch_of_a_curve() -> None:
    """It starts and ends where the curve does, and falls later."""
    gap = compare([((1.0, 2.3), (100.0, 0.3))], [FALLS], 3.0, 99.0).gaps[0]
    assert (gap.start, gap.half, gap.end, gap.hit) == ("close", "later", "close", False)
    assert gap.half_sketched is not None and abs(gap.half_sketched - 50.5) < 0.1
    assert gap.half_measured is not None and 5 < gap.half_measured < 7
    assert 0.5 < gap.mean < 1.0


def test_heights() -> None:
    gap = compare([((1.0, 1.0), (100.0, 2.0))], [FALLS], 3.0, 99.0).gaps[0]
    assert (gap.start, gap.end) == ("lower", "higher")


def test_line_that_does_not_move() -> None:
    still = ((1.0, 2.3), (100.0, 2.3))
    assert compare([still], [FALLS], 3.0, 99.0).gaps[0].half == "still_sketched"
    assert compare([FALLS], [still], 3.0, 99.0).gaps[0].half == "still_measured"
    assert compare([still], [still], 3.0, 99.0).hit


def test_which_of_two_ends_higher() -> None:
    low, high = ((1.0, 0.1), (9.0, 0.5)), ((1.0, 0.1), (9.0, 0.9))
    found = compare([low, high], [high, low], 1.0, 8.0)
    assert (found.higher_sketched, found.higher_measured) == (1, 0)
    assert not found.hit


def test_curve_that_ends_early() -> None:
    """A run that diverged has a shorter curve; what is left of it is compared."""
    gap = compare([FALLS], [((1.0, 2.3), (4.0, 900.0))], 3.0, 99.0).gaps[0]
    assert gap.end == "lower" and gap.mean > 100
