"""What a browser reports as a sketch is checked, and becomes curves when it is complete."""

from __future__ import annotations

from typing import Any

import pytest

from mnist_core.experiments.all_experiments import experiments
from mnist_core.experiments.prediction import Line, Sketch
from ui.experiments.predictions import axes_of, checked, points_of

pytestmark = pytest.mark.usefixtures("visit")
QUESTION = Sketch((Line("small", "train_loss"),), 0.0, 3.0)


@pytest.mark.parametrize(
    "reported",
    [
        None,
        "text",
        [],
        [[1.0, 2.0]],
        [[1.0, 2.0, "3"]],
        [[1.0, 2.0, 3.1]],
        [[1.0, 2.0, True]],
        [[1.0, 2.0, float("nan")]],
        [[1.0] * 3, [1.0] * 3],
    ],
)
def test_nonsense_is_no_sketch(reported: Any) -> None:
    assert checked(reported, QUESTION, 3) is None


def test_a_sketch_may_be_incomplete() -> None:
    assert checked([[1, None, 3.0]], QUESTION, 3) == [[1.0, None, 3.0]]


def test_curves_of_a_complete_sketch() -> None:
    experiment = experiments()["rate_too_small"]
    axes = axes_of(experiment, QUESTION)
    steps = sum(config.steps_per_epoch() for config in [experiment.plans["small"]])
    assert (axes.xs[0], axes.xs[-1]) == (1, steps * experiment.plans["small"].epochs)
    assert [tick.label for tick in axes.y_ticks] == ["0", "0.75", "1.5", "2.25", "3"]
    heights: list[list[float | None]] = [[1.0] * len(axes.xs)]
    (curve,) = points_of(heights, axes) or ()
    assert curve == tuple((x, 1.0) for x in axes.xs)
    heights[0][4] = None
    assert points_of(heights, axes) is None
