"""What the optimiser does to a weight, as formulas to be read: each line of them a property.

What really moves the weights is torch's own optimiser; these formulas are the textbook's order of
the same operations, so that the last bit may differ (tests/core/inspection bound by how much).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

import torch
from torch import Tensor

from mnist_core.config import training_config
from mnist_core.training import ADAM_BETAS, ADAM_EPSILON, ADAMW_WEIGHT_DECAY, SGD_MOMENTUM


@dataclass(frozen=True, slots=True)
class UpdateRule:
    """Which formula moves the weights in this step.

    Attributes:
        optimizer: ``adam``, ``adamw`` or ``sgd``.
        learning_rate: of this step.
        step: Adam's t: how often the optimiser has updated, this time included; 0 for SGD, which
            does not count.
    """

    optimizer: training_config.Optimizer
    learning_rate: float
    step: int


@dataclass(frozen=True)
class AdamArithmetic:
    """Adam (Kingma and Ba 2015), or AdamW (Loshchilov and Hutter 2019) where there is decay.

    Every tensor has the shape of ``before``: of a layer's weights, or none for one weight.

    Attributes:
        before: the weights.
        gradient: of the batch's mean loss.
        first_moment_before, second_moment_before: the running means of the gradient and of its
            square, from the steps before; zeros in the first.
    """

    rule: UpdateRule
    before: Tensor
    gradient: Tensor
    first_moment_before: Tensor
    second_moment_before: Tensor

    betas: ClassVar[tuple[float, float]] = ADAM_BETAS
    epsilon: ClassVar[float] = ADAM_EPSILON

    @property
    def weight_decay(self) -> float:
        """The share of a weight that AdamW takes away at a learning rate of 1; 0 for Adam."""
        return ADAMW_WEIGHT_DECAY if self.rule.optimizer == "adamw" else 0.0

    @property
    def first_moment(self) -> Tensor:
        """The gradient's running mean, this step's taken in: m."""
        return self.betas[0] * self.first_moment_before + (1 - self.betas[0]) * self.gradient

    @property
    def second_moment(self) -> Tensor:
        """The running mean of its square: v."""
        return self.betas[1] * self.second_moment_before + (1 - self.betas[1]) * self.gradient**2

    @property
    def first_correction(self) -> float:
        """What m is divided by, since it began at 0: the shares of all gradients so far."""
        return 1 - self.betas[0] ** self.rule.step

    @property
    def second_correction(self) -> float:
        """What v is divided by."""
        return 1 - self.betas[1] ** self.rule.step

    @property
    def corrected_first_moment(self) -> Tensor:
        """m / (1 - beta1 ** t)."""
        return self.first_moment / self.first_correction

    @property
    def corrected_second_moment(self) -> Tensor:
        """v / (1 - beta2 ** t)."""
        return self.second_moment / self.second_correction

    @property
    def denominator(self) -> Tensor:
        """The gradient's usual size: the root of the corrected v, and epsilon."""
        return self.corrected_second_moment.sqrt() + self.epsilon

    @property
    def direction(self) -> Tensor:
        """How far a weight would go down at a learning rate of 1, decay left out."""
        return self.corrected_first_moment / self.denominator

    @property
    def decayed(self) -> Tensor:
        """What AdamW takes away of each weight; zeros for Adam."""
        return self.rule.learning_rate * self.weight_decay * self.before

    @property
    def step(self) -> Tensor:
        """What is added to each weight."""
        return -self.rule.learning_rate * self.direction - self.decayed

    @property
    def after(self) -> Tensor:
        """The weights after the step."""
        return self.before + self.step


@dataclass(frozen=True)
class SgdArithmetic:
    """Stochastic gradient descent with momentum, as torch has it (no dampening, no Nesterov).

    Every tensor has the shape of ``before``: of a layer's weights, or none for one weight.

    Attributes:
        before: the weights.
        gradient: of the batch's mean loss.
        velocity_before: the gradients before, each step's weighing 0.9 of the next one's; zeros
            in the first step.
    """

    rule: UpdateRule
    before: Tensor
    gradient: Tensor
    velocity_before: Tensor

    momentum: ClassVar[float] = SGD_MOMENTUM
    weight_decay: ClassVar[float] = 0.0

    @property
    def velocity(self) -> Tensor:
        """The gradient, and what is left of those before."""
        return self.momentum * self.velocity_before + self.gradient

    @property
    def direction(self) -> Tensor:
        """How far a weight would go down at a learning rate of 1: the velocity."""
        return self.velocity

    @property
    def step(self) -> Tensor:
        """What is added to each weight."""
        return -self.rule.learning_rate * self.direction

    @property
    def after(self) -> Tensor:
        """The weights after the step."""
        return self.before + self.step


Arithmetic: TypeAlias = AdamArithmetic | SgdArithmetic


def arithmetic(
    rule: UpdateRule, before: Tensor, gradient: Tensor, moments: tuple[Tensor, ...]
) -> Arithmetic:
    """The formulas of ``rule``'s optimiser, all tensors of one shape and dtype.

    Args:
        moments: from the steps before: Adam's first and second, SGD's velocity; none in the first
            step.
    """
    if rule.optimizer == "sgd":
        (velocity,) = moments or (torch.zeros_like(before),)
        return SgdArithmetic(rule, before, gradient, velocity)
    first, second = moments or (torch.zeros_like(before), torch.zeros_like(before))
    return AdamArithmetic(rule, before, gradient, first, second)
