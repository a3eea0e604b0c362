"""A history's figures, against a few worked out by hand."""

from __future__ import annotations

import math

import pytest

from mnist_core.experiments.measures import Measures, measure, noise_loss
from mnist_core.tracking.history import History
from mnist_core.tracking.metrics import BatchMetrics, EpochMetrics


def measured(
    held_out: list[float], train: list[float] | None = None, losses: list[float] | None = None
) -> Measures:
    history = History()
    for step, loss in enumerate(losses or [], start=1):
        history.append(BatchMetrics(1, step, loss, 1e-3))
    for epoch, (loss, other) in enumerate(zip(train or held_out, held_out, strict=True), start=1):
        history.append(EpochMetrics(epoch, loss, 0.9, other, 0.8, 1e-3))
    found = measure(history.snapshot())
    assert found is not None
    return found


def test_generalization_loss() -> None:
    """Prechelt's: the last held-out loss over the lowest, less one."""
    found = measured([0.4, 0.2, 0.25, 0.3], [0.4, 0.2, 0.1, 0.05])
    assert found.best.epoch == 2
    assert found.generalization_loss == pytest.approx(0.5)
    assert found.learned_since_best == pytest.approx(0.75)
    assert found.gap == pytest.approx(0.1)


def test_gain() -> None:
    """By what share the last epochs have lowered the lowest loss."""
    found = measured([0.4, 0.2, 0.3, 0.1])
    assert found.gain(1) == pytest.approx(0.5)
    assert found.gain(2) == pytest.approx(0.5)
    assert found.gain(3) == pytest.approx(0.75)
    assert measured([0.2, 0.3]).gain(1) == 0.0


def test_jump() -> None:
    """The pair of epochs with the greatest rise in proportion."""
    before, after = measured([1.0, 0.2, 0.3, 0.4]).jump
    assert (before.epoch, after.epoch) == (2, 3)


def test_half_step() -> None:
    """The first step at which the smoothed loss is half of guessing's, ln 10 / 2 = 1.151."""
    found = measured([0.1], losses=[2.3, 0.0, 0.0, 0.0])
    assert found.half_step == 2  # the mean of two is 1.14, the second weighing a little more
    assert found.half_share == 0.5
    assert measured([0.1], losses=[2.3] * 4).half_step is None


def test_falling() -> None:
    """From the second quarter of the steps to the last, if the third lies between."""
    assert measured([1.0], losses=[9, 9, 3, 3, 2, 2, 1, 1]).falling == 2.0
    assert measured([1.0], losses=[9, 9, 3, 3, 1, 1, 2, 2]).falling == 0.0


def test_epochs_without_finite_figures() -> None:
    """They count as not finished."""
    found = measured([0.3, math.nan, math.inf, 0.2])
    assert [each.epoch for each in found.epochs] == [1, 4]


def test_noise_loss() -> None:
    """Right labels leave nothing; three in ten wrong ones what cross-entropy gives by hand."""
    assert noise_loss(0.0) == 0.0
    right, wrong = -math.log(0.7), -math.log(0.3 / 9)
    assert noise_loss(0.3) == pytest.approx((7 * right + 3 * wrong) / 10)
    assert noise_loss(0.9) == pytest.approx(math.log(10))


def test_half_of_what_can_be_learned() -> None:
    """With a loss that cannot get below 1.2, half the way from guessing to it counts."""
    history = History()
    for step in range(1, 40):
        history.append(BatchMetrics(1, step, 2.3 if step < 5 else 1.3, 1e-3))
    history.append(EpochMetrics(1, 1.4, 0.6, 0.4, 0.9, 1e-3))
    found, without = measure(history.snapshot(), 1.2), measure(history.snapshot())
    assert found is not None and without is not None
    assert found.half_step is not None and without.half_step is None
