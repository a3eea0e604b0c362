"""The optimisers, as the tutorial makes them: torch's objects, and the bare updates inside them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import torch
from torch import Tensor
from torch.optim.adam import adam
from torch.optim.sgd import sgd

from mnist_core.config import TrainingConfig

# torch's defaults, all but the first: torch.optim.SGD has no momentum unless asked for.
SGD_MOMENTUM = 0.9
ADAM_BETAS = (0.9, 0.999)
ADAM_EPSILON = 1e-8
ADAMW_WEIGHT_DECAY = 0.01


def build_optimizer(config: TrainingConfig, parameters: Iterable[Tensor]) -> torch.optim.Optimizer:
    """Adam, AdamW or SGD with momentum; all but the learning rate are torch's defaults.

    Adam is torch's "fused" one where the device has it: the same formula in one pass over the
    memory, a quarter of the time.  (On the CPU, SGD would gain nothing.)
    """
    tensors = list(parameters)
    rate, fused = config.learning_rate, _fused(config, tensors[0].device)
    if config.optimizer == "sgd":
        return torch.optim.SGD(tensors, lr=rate, momentum=SGD_MOMENTUM, fused=fused)
    kind = torch.optim.AdamW if config.optimizer == "adamw" else torch.optim.Adam
    return kind(tensors, lr=rate, fused=fused)


def _fused(config: TrainingConfig, device: torch.device) -> bool:
    return device.type == "cuda" or (device.type == "cpu" and config.optimizer != "sgd")


class Update(Protocol):
    """Moves weights against their gradients, at a learning rate."""

    def __call__(self, learning_rate: float | Tensor) -> None:
        """One step."""


class AdamUpdate:
    """What ``torch.optim.Adam.step`` calls in the end, without the way there.

    A step of a small network takes two milliseconds; the checks and hooks around this call would
    be a twentieth of it.
    """

    def __init__(
        self, config: TrainingConfig, weights: list[Tensor], gradients: list[Tensor]
    ) -> None:
        device = weights[0].device
        self.weights, self.gradients = weights, gradients
        # The running means of each gradient and of its square, and how often they were updated.
        self.means = [torch.zeros_like(weight) for weight in weights]
        self.squares = [torch.zeros_like(weight) for weight in weights]
        self.fused = _fused(config, device)
        # Unfused, Python reads the count, which must not wait for the device.
        count_place = device if self.fused else torch.device("cpu")
        self.steps = [torch.zeros((), device=count_place) for _ in weights]
        self.on_cuda = device.type == "cuda"
        self.decoupled = config.optimizer == "adamw"

    def __call__(self, learning_rate: float | Tensor) -> None:
        """See :class:`Update`."""
        adam(
            self.weights,
            self.gradients,
            self.means,
            self.squares,
            [],
            self.steps,
            foreach=False,
            fused=self.fused,
            capturable=self.on_cuda,
            decoupled_weight_decay=self.decoupled,
            amsgrad=False,
            beta1=ADAM_BETAS[0],
            beta2=ADAM_BETAS[1],
            lr=learning_rate,
            weight_decay=ADAMW_WEIGHT_DECAY if self.decoupled else 0.0,
            eps=ADAM_EPSILON,
            maximize=False,
        )


class SgdUpdate:
    """What ``torch.optim.SGD.step`` calls in the end."""

    def __init__(
        self, config: TrainingConfig, weights: list[Tensor], gradients: list[Tensor]
    ) -> None:
        self.weights, self.gradients = weights, gradients
        self.momenta: list[Tensor | None] = [None for _ in weights]
        self.fused = _fused(config, weights[0].device)

    def __call__(self, learning_rate: float | Tensor) -> None:
        """See :class:`Update`."""
        sgd(
            self.weights,
            self.gradients,
            self.momenta,
            foreach=False,
            fused=self.fused,
            weight_decay=0.0,
            momentum=SGD_MOMENTUM,
            lr=learning_rate,  # type: ignore[arg-type]  # fused, it may lie on the device
            dampening=0.0,
            nesterov=False,
            maximize=False,
        )


def build_update(config: TrainingConfig, weights: list[Tensor], gradients: list[Tensor]) -> Update:
    """The update of ``build_optimizer``'s optimiser, bit for bit."""
    kind = SgdUpdate if config.optimizer == "sgd" else AdamUpdate
    return kind(config, weights, gradients)
