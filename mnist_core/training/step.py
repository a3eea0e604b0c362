"""One step of training: the readable one, and which of its equals is taken."""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from mnist_core.config import TrainingConfig
from mnist_core.model import MLP
from mnist_core.training.cuda_graph import GraphedStep
from mnist_core.training.fast_step import FastStep
from mnist_core.training.optimizers import build_optimizer


def train_step(
    model: nn.Module, images: Tensor, labels: Tensor, optimizer: torch.optim.Optimizer
) -> tuple[Tensor, Tensor]:
    """One step of training, as every PyTorch tutorial writes it.

    What ``train`` really takes for our own networks is ``FastStep``, the same by hand.

    Args:
        images: normalised float32 (B, 28, 28).
        labels: int64 (B,).

    Returns:
        The batch's mean loss and its logits (B, 10), both from before the update.
    """
    optimizer.zero_grad()
    logits = model(images)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    optimizer.step()
    return loss.detach(), logits.detach()


class Step(Protocol):
    """Trains on one batch; returns its mean loss and logits from before the update."""

    def __call__(
        self, images: Tensor, labels: Tensor, learning_rate: float
    ) -> tuple[Tensor, Tensor]:
        """Images normalised float32 (B, 28, 28), labels int64 (B,)."""

    def release(self) -> None:
        """Called once after the last step."""


class AutogradStep:
    """``train_step`` at a learning rate of its own for every batch."""

    def __init__(self, model: nn.Module, config: TrainingConfig) -> None:
        self.model = model
        self.optimizer = build_optimizer(config, model.parameters())

    def __call__(
        self, images: Tensor, labels: Tensor, learning_rate: float
    ) -> tuple[Tensor, Tensor]:
        """See :func:`train_step`."""
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate  # as torch's schedulers do before each step
        return train_step(self.model, images, labels, self.optimizer)

    def release(self) -> None:
        """Let go of the gradients."""
        self.model.zero_grad()


def choose_step(model: MLP, config: TrainingConfig, device: torch.device, readable: bool) -> Step:
    """The fastest step whose result is ``train_step``'s for this model on this device."""
    if readable or not FastStep.covers(model):
        return AutogradStep(model, config)
    step = FastStep(model, config, config.batch_size)
    # A graph would have to be told of every generator that is drawn from within it.
    if device.type == "cuda" and not config.dropout:
        return GraphedStep(step, config.batch_size)
    return step
