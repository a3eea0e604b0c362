"""The readable step, which notes how large the gradients are, and may leave ``zero_grad`` out."""

from __future__ import annotations

from collections.abc import Collection

import torch
from torch import Tensor
from torch.nn import functional as F

from mnist_core.config import TrainingConfig
from mnist_core.model import MLP
from mnist_core.training import build_optimizer


class WatchedStep:
    """For ``train(step=...)``: with ``zero_grad`` it trains what ``AutogradStep`` would.

    Args:
        clears_gradients: whether each step begins with ``zero_grad``; without, each batch's
            gradients are added to those of all batches before.
        watched: the steps, counted from 1, whose gradients are noted.

    Attributes:
        sizes: by watched step, of each layer's weights from the first to the last the root mean
            square of the gradient that the optimiser takes, and of the batch's own.
    """

    def __init__(
        self,
        model: MLP,
        config: TrainingConfig,
        *,
        clears_gradients: bool,
        watched: Collection[int],
    ) -> None:
        self.model = model
        self.optimizer = build_optimizer(config, model.parameters())
        self.clears_gradients, self.watched = clears_gradients, watched
        self.sizes: dict[int, list[tuple[float, float]]] = {}
        self._step = 0

    def __call__(
        self, images: Tensor, labels: Tensor, learning_rate: float
    ) -> tuple[Tensor, Tensor]:
        """Images float32 (B, 28, 28), labels int64 (B,); the mean loss and the logits (B, 10)."""
        self._step += 1
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate
        if self.clears_gradients:
            self.optimizer.zero_grad()
        logits = self.model(images)
        loss = F.cross_entropy(logits, labels)
        watched = self._step in self.watched
        weights = [layer.weight for layer in self.model.linear_layers]
        own = torch.autograd.grad(loss, weights, retain_graph=True) if watched else ()
        loss.backward()
        if watched:
            taken = [weight.grad for weight in weights if weight.grad is not None]
            pairs = zip(map(_size, taken), map(_size, own), strict=True)
            self.sizes[self._step] = list(pairs)
        self.optimizer.step()
        return loss.detach(), logits.detach()

    def release(self) -> None:
        """Let go of the gradients."""
        self.model.zero_grad()


def _size(gradient: Tensor) -> float:
    """The root mean square of all its numbers, so that layers of any size can be compared."""
    return float(gradient.double().square().mean().sqrt())
