"""Backpropagation by hand is autograd's, bit for bit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import torch
from torch import nn
from torch.nn import functional as F

import mnist_core
from mnist_core.config.training_config import TrainingConfig
from mnist_core.model.activations import ACTIVATIONS
from mnist_core.model.mlp import MLP, Dropout, build_model
from mnist_core.training import fast_step
from mnist_core.training.fast_step import FastStep, delta_by_autograd, loss_and_delta
from mnist_core.training.step import AutogradStep

CONFIGS = [
    TrainingConfig(hidden_sizes=(), optimizer="sgd"),
    TrainingConfig(hidden_sizes=(8,), activation="relu"),
    TrainingConfig(hidden_sizes=(512, 256), activation="relu"),
    TrainingConfig(hidden_sizes=(24, 40, 16, 8), activation="leaky_relu", optimizer="adamw"),
    TrainingConfig(hidden_sizes=(136, 72), activation="gelu"),
    TrainingConfig(hidden_sizes=(136, 72), activation="tanh", optimizer="sgd", learning_rate=0.1),
    TrainingConfig(hidden_sizes=(136, 72), activation="sigmoid", learning_rate=0.01),
    TrainingConfig(hidden_sizes=(64, 32), activation="relu", dropout=0.3),
    *(
        TrainingConfig(hidden_sizes=(64, 32), activation=name, dropout=dropout)
        for name in ACTIVATIONS
        for dropout in (0.0, 0.5)
    ),
    TrainingConfig(hidden_sizes=(64, 32), initial_weights="zeros"),
    TrainingConfig(hidden_sizes=(64, 32), initial_weights="normal", optimizer="sgd"),
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


@pytest.mark.parametrize(
    "config", CONFIGS, ids=lambda c: f"{c.activation}-{c.hidden_sizes}-{c.dropout}"
)
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
            assert torch.equal(mine, theirs)
        for number, layer in enumerate(reference.linear_layers):
            assert layer.weight.grad is not None and layer.bias.grad is not None
            assert torch.equal(fast.weight_gradients[number], layer.weight.grad)
            assert torch.equal(fast.bias_gradients[number], layer.bias.grad)


def test_the_weights_do_move() -> None:
    config = TrainingConfig(hidden_sizes=(16,))
    model, untrained = build_model(config), build_model(config)
    FastStep(model, config, 64)(*batch(64, 0), 1e-3)
    for after, before in zip(model.parameters(), untrained.parameters(), strict=True):
        assert not torch.equal(after, before)


@pytest.mark.parametrize("size", [64, 24, 7])
def test_the_first_delta_is_probabilities_minus_truth(size: int) -> None:
    logits = 4 * torch.randn(size, 10, generator=torch.Generator().manual_seed(0))
    labels = torch.arange(size) % 10
    loss, delta = loss_and_delta(logits, labels, torch.eye(10))
    expected = (logits.softmax(1) - F.one_hot(labels, 10)) / size
    assert torch.allclose(delta, expected, atol=1e-8)
    assert torch.equal(delta, delta_by_autograd(logits, labels))
    assert torch.equal(loss, F.cross_entropy(logits, labels))
    assert not logits.requires_grad


def test_private_function_of_torch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Torch still has the one private function and can do without."""
    assert fast_step._LOG_SOFTMAX_BACKWARD is torch.ops.aten._log_softmax_backward_data
    logits, labels = torch.randn(64, 10), torch.arange(64) % 10
    with_it = loss_and_delta(logits, labels, torch.eye(10))
    monkeypatch.setattr(fast_step, "_LOG_SOFTMAX_BACKWARD", None)
    without = loss_and_delta(logits, labels, torch.eye(10))
    assert torch.equal(with_it[0], without[0])
    assert torch.equal(with_it[1], without[1])


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


def test_the_core_calls_no_other_private_function_of_torch() -> None:
    private = re.compile(r"\b(?:torch|F|nn)(?:\.\w+)*\._\w+|torch[.\w]*, \"_\w+")
    found = [
        match
        for file in Path(mnist_core.__file__).parent.rglob("*.py")
        for match in private.findall(file.read_text())
    ]
    assert found == ['torch.ops.aten, "_log_softmax_backward_data']
