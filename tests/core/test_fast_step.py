"""Backpropagation by hand is autograd's, bit for bit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import torch
from torch import nn
from torch.nn import functional as F

import mnist_core
from mnist_core.activations import ACTIVATIONS
from mnist_core.config import TrainingConfig
from mnist_core.fast_step import FastStep, _loss_and_delta
from mnist_core.model import MLP, Dropout, build_model
from mnist_core.training import AutogradStep

CONFIGS = [
    TrainingConfig(hidden_sizes=(), optimizer="sgd"),
    TrainingConfig(hidden_sizes=(8,), activation="relu"),
    TrainingConfig(hidden_sizes=(512, 256), activation="relu"),
    TrainingConfig(hidden_sizes=(24, 40, 16, 8), activation="leaky_relu", optimizer="adamw"),
    TrainingConfig(hidden_sizes=(136, 72), activation="gelu"),
    TrainingConfig(hidden_sizes=(136, 72), activation="tanh", optimizer="sgd", learning_rate=0.1),
    TrainingConfig(hidden_sizes=(136, 72), activation="sigmoid", learning_rate=0.01),
    TrainingConfig(hidden_sizes=(64, 32), activation="relu", dropout=0.3),
    TrainingConfig(hidden_sizes=(64, 32), activation="gelu", dropout=0.5),
]


def batch(size: int, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    images = torch.randn(size, 28, 28, generator=generator)
    return images, torch.randint(0, 10, (size,), generator=generator)


def seed_dropouts(model: MLP) -> None:
    generator = torch.Generator().manual_seed(99)
    for layer in model.modules():
        if isinstance(layer, Dropout):
            layer.generator = generator


@pytest.mark.parametrize("config", CONFIGS, ids=lambda c: f"{c.activation}-{c.hidden_sizes}")
def test_every_step_is_autograds(config: TrainingConfig) -> None:
    ours, reference = build_model(config), build_model(config)
    seed_dropouts(ours)
    seed_dropouts(reference)
    fast, slow = FastStep(ours, config, 64), AutogradStep(reference, config)
    for number, size in enumerate((64, 64, 24, 7, 64, 1)):  # full and smaller batches in turn
        images, labels = batch(size, number)
        rate = config.learning_rate / (number + 1)
        loss, logits = fast(images, labels, rate)
        expected_loss, expected_logits = slow(images, labels, rate)
        assert torch.equal(loss, expected_loss)
        assert torch.equal(logits, expected_logits)
        for mine, theirs in zip(ours.parameters(), reference.parameters(), strict=True):
            assert mine.grad is not None and theirs.grad is not None
            assert torch.equal(mine.grad, theirs.grad)
            assert torch.equal(mine, theirs)


def test_the_weights_do_move() -> None:
    config = TrainingConfig(hidden_sizes=(16,))
    model, untrained = build_model(config), build_model(config)
    FastStep(model, config, 64)(*batch(64, 0), 1e-3)
    for after, before in zip(model.parameters(), untrained.parameters(), strict=True):
        assert not torch.equal(after, before)


def test_the_first_delta_is_probabilities_minus_truth() -> None:
    logits = torch.randn(32, 10, generator=torch.Generator().manual_seed(0))
    labels = torch.arange(32) % 10
    loss, delta = _loss_and_delta(logits, labels)
    expected = (logits.softmax(1) - F.one_hot(labels, 10)) / 32
    assert torch.allclose(delta, expected, atol=1e-8)
    assert torch.equal(loss, F.cross_entropy(logits, labels))
    assert not logits.requires_grad


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_way_back_is_the_curves_slope(name) -> None:
    """Against the difference quotient, in float64."""
    activation = ACTIVATIONS[name]
    z = torch.linspace(-3, 3, 40, dtype=torch.float64)  # 0, where ReLU has a corner, is not in it
    h, step = activation.function(z), 1e-6
    slope = (activation.function(z + step) - activation.function(z - step)) / (2 * step)
    delta = torch.linspace(0.5, 1.5, 40, dtype=torch.float64)
    back = activation.backward(delta.clone(), z, h)
    assert torch.allclose(back, delta * slope, atol=1e-6)
    assert torch.equal(activation.module()(z), h)


def test_release_leaves_the_model_as_one_finds_it() -> None:
    config = TrainingConfig(hidden_sizes=(16,))
    model = build_model(config)
    step = FastStep(model, config, 64)
    step(*batch(64, 0), 1e-3)
    step.release()
    assert all(p.grad is None and p.requires_grad for p in model.parameters())


class TwiceAsSure(MLP):
    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return 2 * super().forward(images)


def frozen() -> MLP:
    model = MLP((16,))
    model.linear_layers[0].requires_grad_(False)
    return model


@pytest.mark.parametrize(
    ("model", "covered"),
    [
        (MLP((16,)), True),
        (TwiceAsSure((16,)), False),
        (MLP((16,)).double(), False),
        (frozen(), False),
        (nn.Linear(784, 10), False),
    ],
)
def test_only_what_the_formulas_describe_is_covered(model: nn.Module, covered: bool) -> None:
    assert FastStep.covers(model) is covered


def test_the_core_calls_no_private_function_of_torch() -> None:
    private = re.compile(r"\b(?:torch|F|nn)(?:\.\w+)*\._\w+")
    for file in Path(mnist_core.__file__).parent.glob("*.py"):
        assert not private.findall(file.read_text()), file.name
