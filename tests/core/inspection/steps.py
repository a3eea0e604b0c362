"""Small networks, batches and their reports, for the tests of the room."""

from __future__ import annotations

import copy
from typing import Any

import torch
from torch import Tensor

from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.mnist import normalise
from mnist_core.inspection.report import StepReport
from mnist_core.inspection.step import inspect_step
from mnist_core.model.mlp import MLP, build_model
from mnist_core.training.step import AutogradStep

CONFIGS = [
    TrainingConfig(hidden_sizes=(), optimizer="sgd", learning_rate=0.01),
    TrainingConfig(hidden_sizes=(24, 16), activation="relu"),
    TrainingConfig(hidden_sizes=(24, 16), activation="gelu", optimizer="adamw"),
    TrainingConfig(hidden_sizes=(24, 16, 8), activation="tanh", optimizer="sgd"),
    TrainingConfig(hidden_sizes=(24, 16), activation="sigmoid", learning_rate=0.01),
    TrainingConfig(hidden_sizes=(24,), activation="leaky_relu", dropout=0.5),
    TrainingConfig(hidden_sizes=(24, 16), dropout=0.3, optimizer="adamw"),
    TrainingConfig(hidden_sizes=(24, 16), dropout=0.3, optimizer="sgd"),
    TrainingConfig(hidden_sizes=(512, 256)),
]
SMALL = TrainingConfig(hidden_sizes=(16, 8))


def name_of(config: TrainingConfig) -> str:
    return f"{config.optimizer}-{config.activation}-{config.hidden_sizes}-{config.dropout}"


def batch(size: int, seed: int) -> tuple[Tensor, Tensor]:
    """Normalised float32 (size, 28, 28) of random bytes, and labels."""
    generator = torch.Generator().manual_seed(seed)
    pixels = torch.randint(0, 256, (size, 28, 28), generator=generator, dtype=torch.uint8)
    return normalise(pixels), torch.randint(0, 10, (size,), generator=generator)


class Moment:
    """A training after some steps, from which the same step can be taken and inspected."""

    def __init__(self, config: TrainingConfig, steps: int) -> None:
        self.config = config
        self.model: MLP = build_model(config).train()
        self.dropout = torch.Generator().manual_seed(99)
        self.model.draw_dropout_from(self.dropout)
        self.step = AutogradStep(self.model, config)
        for number in range(steps):
            self.step(*batch(32, number), config.learning_rate)

    @property
    def state(self) -> dict[str, Any]:
        return self.step.optimizer.state_dict()

    def report(self, images: Tensor, labels: Tensor, rate: float) -> StepReport:
        gradients = [each.grad for each in self.model.parameters() if each.grad is not None]
        return inspect_step(
            self.model,
            images,
            labels,
            self.config,
            self.state,
            learning_rate=rate,
            dropout=self.dropout,
            previous_gradients=gradients or None,
        )

    def copy(self) -> Moment:
        return copy.deepcopy(self)


def small_report(config: TrainingConfig, steps: int = 3, size: int = 32) -> StepReport:
    """Of the step after ``steps`` others."""
    return Moment(config, steps).report(*batch(size, 50), config.learning_rate)


def broken(layer: int, value: float, images: torch.Tensor | None = None) -> StepReport:
    """A step of a network with one weight that is no number."""
    model = build_model(SMALL)
    model.linear_layers[layer].weight.data[3, 5] = value
    ours, labels = batch(8, 0)
    return inspect_step(model, ours if images is None else images, labels, SMALL)
