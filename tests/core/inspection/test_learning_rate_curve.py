"""The curve is what a real step at each of the rates leaves behind."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from mnist_core.config.training_config import LEARNING_RATES, TrainingConfig
from mnist_core.inspection.learning_rate_curve import curve_rates, loss_by_learning_rate
from tests.core.inspection.steps import CONFIGS, Moment, batch, name_of, small_report


def losses_of_real_steps(moment: Moment, images: Tensor, labels: Tensor, rates: Tensor) -> Tensor:
    """A copy of everything for every rate, torch's optimiser, and the loss afterwards."""
    losses = []
    for rate in rates.tolist():
        other = moment.copy()
        zeros = other.dropout.get_state()
        other.step(images, labels, rate)
        other.dropout.set_state(zeros)
        with torch.no_grad():
            losses.append(F.cross_entropy(other.model(images), labels))
    return torch.stack(losses)


@pytest.mark.parametrize("config", CONFIGS, ids=name_of)
@pytest.mark.parametrize("steps", [0, 3])
def test_every_rates_loss_is_that_of_a_real_step(config: TrainingConfig, steps: int) -> None:
    """Within 1e-4 of the loss; it is a sum of hundreds of float32 products in another order."""
    moment, (images, labels) = Moment(config, steps), batch(32, 50)
    report = moment.report(images, labels, config.learning_rate)
    rates = curve_rates(config.learning_rate)
    expected = losses_of_real_steps(moment, images, labels, rates)
    ours = loss_by_learning_rate(report, rates)
    assert ours.dtype == torch.float32 and ours.shape == rates.shape
    assert torch.isfinite(expected).all()
    assert torch.allclose(ours, expected, rtol=1e-4, atol=1e-5)
    own = (rates == config.learning_rate).nonzero().item()
    assert ours[own].item() == pytest.approx(report.loss_after, rel=1e-4, abs=1e-5)


def test_biases_decay_as_weights_do() -> None:
    """A large one, so that a hundredth of it is seen in the loss."""
    moment = Moment(TrainingConfig(hidden_sizes=(8,), optimizer="adamw"), 2)
    moment.model.linear_layers[1].bias.data[4] = 50.0
    images, labels = batch(32, 50)
    rates = torch.tensor([0.1, 1.0, 10.0])
    ours = loss_by_learning_rate(moment.report(images, labels, 1e-3), rates)
    expected = losses_of_real_steps(moment, images, labels, rates)
    assert torch.allclose(ours, expected, rtol=1e-5)


@pytest.mark.parametrize("config", CONFIGS, ids=name_of)
def test_at_the_rate_0_nothing_has_changed(config: TrainingConfig) -> None:
    report = small_report(config)
    loss = loss_by_learning_rate(report, torch.zeros(1)).item()
    assert loss == pytest.approx(report.loss, rel=1e-6)


def test_the_report_is_as_it_was() -> None:
    report = small_report(TrainingConfig(hidden_sizes=(16,), optimizer="adamw"))
    before = [layer.weight.before.clone() for layer in report.layers]
    sums = report.layers[0].sums.clone()
    first = loss_by_learning_rate(report, curve_rates(1e-3))
    assert torch.equal(first, loss_by_learning_rate(report, curve_rates(1e-3)))
    assert torch.equal(report.layers[0].sums, sums)
    for layer, old in zip(report.layers, before, strict=True):
        assert torch.equal(layer.weight.before, old)


def test_what_is_no_number_any_more_stays_so() -> None:
    report = small_report(TrainingConfig(hidden_sizes=(16, 16)))
    losses = loss_by_learning_rate(report, torch.tensor([1e-3, 1e30, math.inf, math.nan]))
    assert torch.isfinite(losses).tolist() == [True, False, False, False]


def test_curve_rates() -> None:
    """The settings' whole range, and the learner's own."""
    for own in (*LEARNING_RATES, 3e-4, 0.0123, 1e-5 / 25):
        rates = curve_rates(own)
        assert rates.dtype == torch.float64
        assert own in rates.tolist()
        assert len(rates) in (61, 62)
        assert (rates.diff() > 0).all()
        assert min(LEARNING_RATES[0], own) == pytest.approx(rates[0].item())
        assert rates[-1].item() == pytest.approx(LEARNING_RATES[-1])
    steps = curve_rates(1e-3).log10().diff()
    assert torch.allclose(steps, torch.full_like(steps, 0.1), atol=1e-9)


def test_rates_are_a_vector() -> None:
    report = small_report(TrainingConfig(hidden_sizes=(8,)))
    assert loss_by_learning_rate(report, torch.empty(0)).shape == (0,)
    with pytest.raises(ValueError, match="vector"):
        loss_by_learning_rate(report, torch.tensor(0.1))
