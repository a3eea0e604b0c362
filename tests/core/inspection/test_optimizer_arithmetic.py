"""The formulas to be read are torch's optimisers, up to the order of their roundings."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from mnist_core.config.training_config import OPTIMIZERS, TrainingConfig
from mnist_core.inspection.optimizer_arithmetic import (
    AdamArithmetic,
    Arithmetic,
    SgdArithmetic,
    UpdateRule,
    arithmetic,
)
from mnist_core.inspection.step import MOMENTS
from mnist_core.training.optimizers import build_optimizer
from tests.core.inspection.steps import CONFIGS, name_of, small_report

ROUNDING = 2**-23  # float32: the last bit of a number, relative to it


def agrees(ours: Arithmetic, after: Tensor) -> bool:
    """Within one rounding of the weight and eight of what the step is added up from.

    Where a gradient points against those before it, less is left of the sum than of its parts.
    """
    if isinstance(ours, SgdArithmetic):
        parts = ours.momentum * ours.velocity_before.abs() + ours.gradient.abs()
    else:
        parts = ours.betas[0] * ours.first_moment_before.abs()
        parts += (1 - ours.betas[0]) * ours.gradient.abs()
        parts /= ours.first_correction * ours.denominator
    allowed = ROUNDING * (ours.before.abs() + 8 * ours.rule.learning_rate * parts)
    return bool(((ours.after - after).abs() <= allowed).all())


@pytest.mark.parametrize("config", CONFIGS, ids=name_of)
@pytest.mark.parametrize("steps", [0, 1, 7])
def test_a_layers_formulas_end_at_the_weights_after(config: TrainingConfig, steps: int) -> None:
    report = small_report(config, steps)
    for number, layer in enumerate(report.layers):
        for ours, part in (
            (report.arithmetic(number, "weight"), layer.weight),
            (report.arithmetic(number, "bias"), layer.bias),
        ):
            assert agrees(ours, part.after)
            assert torch.allclose(ours.step, part.change, rtol=1e-3, atol=1e-7)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_moments_and_weights_follow_torchs_over_many_steps(optimizer, dtype: torch.dtype) -> None:
    """Each step from torch's own state: moments within two roundings, weights as above."""
    config = TrainingConfig(optimizer=optimizer, learning_rate=0.01)
    generator = torch.Generator().manual_seed(0)
    weight = torch.randn(16, 24, generator=generator, dtype=dtype).requires_grad_()
    torchs = build_optimizer(config, [weight])
    rounding = torch.finfo(dtype).eps
    for step in range(1, 13):
        kept = torchs.state_dict()["state"].get(0, {})
        before = [kept[name].clone() for name in MOMENTS[optimizer] if name in kept]
        weight.grad = torch.randn(16, 24, generator=generator, dtype=dtype)
        ours = arithmetic(
            UpdateRule(optimizer, 0.01, step), weight.detach().clone(), weight.grad, tuple(before)
        )
        torchs.step()
        kept = torchs.state_dict()["state"][0]
        if isinstance(ours, SgdArithmetic):
            pairs = [(ours.velocity, kept["momentum_buffer"])]
        else:
            pairs = [
                (ours.first_moment, kept["exp_avg"]),
                (ours.second_moment, kept["exp_avg_sq"]),
            ]
        for mine, theirs in pairs:
            # relative to what is added up, of which little may be left
            assert torch.allclose(mine, theirs, rtol=2 * rounding, atol=2 * rounding)
        assert torch.allclose(ours.after, weight, rtol=rounding, atol=8 * rounding * 0.01)


numbers = st.floats(-100, 100).filter(lambda x: x == 0 or abs(x) > 1e-6)


@given(numbers, numbers, numbers, st.floats(0, 100), st.integers(1, 10_000), st.floats(1e-5, 10))
def test_adam_of_one_weight_is_the_papers(
    before: float, gradient: float, first: float, second: float, step: int, rate: float
) -> None:
    """Kingma and Ba's algorithm 1 in Python's own numbers; AdamW takes its decay besides."""
    m = 0.9 * first + 0.1 * gradient
    v = 0.999 * second + 0.001 * gradient * gradient
    moved = rate * (m / (1 - 0.9**step)) / ((v / (1 - 0.999**step)) ** 0.5 + 1e-8)
    for optimizer, decay in (("adam", 0.0), ("adamw", 0.01)):
        values = [torch.tensor(x, dtype=torch.float64) for x in (before, gradient, first, second)]
        rule = UpdateRule(optimizer, rate, step)  # type: ignore[arg-type]
        ours = arithmetic(rule, values[0], values[1], (values[2], values[3]))
        assert isinstance(ours, AdamArithmetic)
        expected = before - rate * decay * before - moved
        allowed = 1e-12 * (abs(before) * (1 + rate) + abs(moved)) + 1e-300
        assert abs(ours.after.item() - expected) <= allowed


def test_adam_first_step() -> None:
    """Its moments corrected, what is left of a first gradient is its sign."""
    report = small_report(TrainingConfig(hidden_sizes=(16,), learning_rate=0.01), steps=0)
    ours = report.arithmetic(1)
    assert isinstance(ours, AdamArithmetic)
    assert ours.first_correction == pytest.approx(0.1)
    assert ours.second_correction == pytest.approx(0.001)
    assert torch.allclose(ours.corrected_first_moment, ours.gradient, rtol=1e-5)
    large = ours.gradient.abs() > 1e-4
    assert large.any()
    assert torch.allclose(ours.step[large], -0.01 * ours.gradient[large].sign(), rtol=1e-3)


@pytest.mark.parametrize("config", CONFIGS, ids=name_of)
def test_one_weights_formulas_are_its_layers(config: TrainingConfig) -> None:
    report = small_report(config)
    last = len(report.layers) - 1
    for layer, neuron, source in ((0, 3, 400), (last, 9, 2), (0, 0, None)):
        one = report.weight_arithmetic(layer, neuron, source)
        part = "bias" if source is None else "weight"
        whole = report.arithmetic(layer, part)
        index = (neuron,) if source is None else (neuron, source)
        assert one.after.shape == () and one.after.dtype == torch.float64
        assert one.before.item() == whole.before[index].item()
        assert one.gradient.item() == whole.gradient[index].item()
        after = getattr(report.layers[layer], part).after[index].item()
        assert one.after.item() == pytest.approx(after, rel=2e-7, abs=1e-8)
