"""Where in a step numbers end, the first such stage is named."""

from __future__ import annotations

import math

import pytest

from mnist_core.config.training_config import TrainingConfig
from mnist_core.inspection.finite import Stage
from mnist_core.inspection.step import inspect_step
from mnist_core.model.mlp import build_model
from tests.core.inspection.steps import CONFIGS, SMALL, batch, broken, name_of, small_report


@pytest.mark.parametrize("config", CONFIGS, ids=name_of)
def test_a_sound_step_has_no_stage_of_that_kind(config: TrainingConfig) -> None:
    assert small_report(config).first_nonfinite is None


def test_the_first_stage_is_named() -> None:
    images, _ = batch(8, 0)
    assert broken(1, math.nan).first_nonfinite == Stage("weights", 1)
    assert broken(0, math.inf).first_nonfinite == Stage("weights", 0)
    assert broken(0, 3e38).first_nonfinite == Stage("sums", 0)
    images[2, 3, 4] = math.nan
    assert broken(0, 0.1, images).first_nonfinite == Stage("images")


def test_first_nonfinite_after_a_step_too_far() -> None:
    """It is in the weights, or in the loss after the step."""
    model, (images, labels) = build_model(SMALL), batch(8, 0)
    far = inspect_step(model, images, labels, SMALL, learning_rate=1e37)
    assert far.first_nonfinite == Stage("loss_after")
    assert not math.isfinite(far.loss_after) and math.isfinite(far.loss)
    beyond = inspect_step(model, images, labels, SMALL, learning_rate=math.inf)
    assert beyond.first_nonfinite == Stage("weights_after", 0)


def test_first_nonfinite_on_the_way_back() -> None:
    """From the last layer to the first."""
    report = small_report(SMALL)
    for number in (0, 1, 2):
        report.layers[number].weight.gradient[0, 0] = math.inf
        assert report.first_nonfinite == Stage("gradient", number)
    report.losses[3] = math.nan
    assert report.first_nonfinite == Stage("losses")
