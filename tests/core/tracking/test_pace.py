from __future__ import annotations

import pytest

from mnist_core.tracking.pace import SLICE_SECONDS, WINDOW_SECONDS, Pace
from tests.core.runs.run_helpers import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    pace = Pace(clock)
    pace.go()
    return pace


def train(pace: Pace, clock: Clock, seconds: float, images_per_second: float) -> None:
    """Batches of 10 images at an even speed."""
    for _ in range(round(seconds * images_per_second / 10)):
        clock.now += 10 / images_per_second
        pace.batch(10)


def test_nothing_is_said_before_a_slice_is_over(pace: Pace, clock: Clock) -> None:
    train(pace, clock, SLICE_SECONDS / 2, 1000)
    assert pace.images_per_second == 0
    assert pace.seconds_left(1000, 1) is None


def test_speed_and_time_left(pace: Pace, clock: Clock) -> None:
    train(pace, clock, 2, 1000)
    assert pace.images_per_second == pytest.approx(1000)
    assert pace.elapsed == pytest.approx(2)
    assert pace.seconds_left(5000, 0) == pytest.approx(5)


def test_the_speed_is_that_of_the_last_seconds(pace: Pace, clock: Clock) -> None:
    train(pace, clock, 10, 100)
    train(pace, clock, WINDOW_SECONDS + 2 * SLICE_SECONDS, 1000)
    assert pace.images_per_second == pytest.approx(1000, rel=0.02)


def test_pace_with_evaluations(pace: Pace, clock: Clock) -> None:
    """Evaluations do not lower the speed but are counted as time left."""
    train(pace, clock, 2.1, 1000)  # an open slice, too
    clock.now += 0.6  # the evaluation
    pace.epoch()
    train(pace, clock, 1, 1000)
    assert pace.images_per_second == pytest.approx(1000, rel=0.01)
    assert pace.seconds_left(0, 2) == pytest.approx(1.2, rel=0.02)


def test_time_stands_still_while_the_run_rests(pace: Pace, clock: Clock) -> None:
    train(pace, clock, 1, 1000)
    pace.rest()
    clock.now += 3600
    assert pace.elapsed == pytest.approx(1)
    pace.rest()  # twice is once
    pace.go()
    train(pace, clock, 1, 1000)
    assert pace.elapsed == pytest.approx(2)
    assert pace.images_per_second == pytest.approx(1000)
