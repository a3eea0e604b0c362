"""What a report says of itself: its memory, and what can be asked of it."""

from __future__ import annotations

import math

import pytest
import torch

from mnist_core.config.training_config import TrainingConfig
from mnist_core.inspection.learning_rate_curve import curve_rates, loss_by_learning_rate
from mnist_core.inspection.neuron import neuron_products
from mnist_core.inspection.nudge import nudge_weight
from mnist_core.model.mlp import MLP
from tests.core.inspection.steps import SMALL, Moment, batch, broken, small_report


def test_a_broken_report_can_be_asked_everything() -> None:
    report = broken(0, math.nan)
    assert math.isnan(report.loss)
    assert torch.isnan(loss_by_learning_rate(report, curve_rates(1e-3))).all()
    assert math.isnan(neuron_products(report, 0, 3, 0).sum)
    assert not nudge_weight(report, 1, (0, 0)).agrees
    assert torch.isnan(report.arithmetic(0).after).any()
    assert math.isnan(report.weight_arithmetic(0, 3, 5).after.item())


def most_bytes(config: TrainingConfig, count: int) -> int:
    """What a report of ``count`` images may take.

    Of every weight six numbers (before, gradient, after, two moments, the gradient before), of a
    hidden layer's neuron and image at most six (sums, activations, outputs, zeros, two gradients),
    of an image its pixels as bytes and as floats, a label, and some tens of numbers at the end.
    """
    hidden = sum(config.hidden_sizes)
    return 4 * (6 * config.parameters + count * (6 * hidden + 784 + 196 + 2 + 42)) + 100


@pytest.mark.parametrize(
    ("config", "megabytes"),
    [
        (TrainingConfig(), 15),
        # of all networks and batches that the settings allow (found by trying them all)
        (TrainingConfig(hidden_sizes=(600, 1024, 928, 1024), batch_size=1024, dropout=0.5), 165),
    ],
    ids=["tutorial", "largest"],
)
def test_a_report_takes_no_more_than_that(config: TrainingConfig, megabytes: int) -> None:
    moment = Moment(config, 1)
    report = moment.report(*batch(config.batch_size, 0), 1e-3)
    assert report.nbytes <= most_bytes(config, config.batch_size) <= megabytes * 1_000_000
    assert report.nbytes > 4 * 6 * config.parameters


def test_what_is_shared_counts_once() -> None:
    report = small_report(SMALL, steps=0, size=8)
    weights = 3 * SMALL.parameters  # before, gradient, after
    images = 8 * (784 + 196 + 2)
    neurons = 8 * (4 * (16 + 8) + 2 * 10 + 10 + 1)  # without dropout, outputs are activations
    assert report.nbytes == 4 * (weights + images + neurons)


def test_the_gradients_are_in_the_order_of_the_parameters() -> None:
    report, model = small_report(SMALL), MLP((16, 8))
    for gradient, parameter in zip(report.gradients, model.parameters(), strict=True):
        assert gradient.shape == parameter.shape
