"""The loss of the step's batch after the step, for many learning rates.

For all our optimisers the weights after a step are a straight line in the learning rate r: with
the weights W, their direction D (for SGD the velocity, for Adam the quotient of the corrected
moments) and the decay c (AdamW's, else 0)::

    W(r) = (1 - r c) W - r D

So the optimiser's arithmetic is done once.  The first layer, which has most of the weights, needs
a single matrix product for all rates: ``X W(r)ᵀ = (1 - r c) X Wᵀ - r X Dᵀ``.  The others' inputs
depend on the rate; their weights are made in one array that is used again for the next rate.
(Products batched over the rates were measured: with every rate's weights in memory they take four
times as long, with ``[W; D]`` stacked twice as long.)
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from mnist_core.config import LEARNING_RATES
from mnist_core.inspection.forward import outputs_of
from mnist_core.inspection.report import StepReport

RATES = 61


def curve_rates(own: float) -> Tensor:
    """The rates of a curve, float64 (61 or 62,), rising.

    Ten a decade over the whole range that the settings allow; ``own`` is exactly among them.
    """
    least, most = math.log10(LEARNING_RATES[0]), math.log10(LEARNING_RATES[-1])
    rates = torch.logspace(least, most, RATES, dtype=torch.float64)
    mine = torch.tensor([own], dtype=torch.float64)
    others = rates[~torch.isclose(rates, mine, rtol=1e-6, atol=0)]
    return torch.cat([others, mine]).sort().values


@torch.no_grad()
def loss_by_learning_rate(report: StepReport, rates: Tensor) -> Tensor:
    """The batch's mean loss after this very step with each of the rates.

    With the step's own zeros of dropout, as ``report.loss_after``; with the rate 0 it is
    ``report.loss``.

    Args:
        rates: (R,), any real dtype.

    Returns:
        float32 (R,); infinite or NaN where the step goes too far for float32.

    Raises:
        ValueError: the rates are no vector.
    """
    if rates.dim() != 1:
        raise ValueError(f"the rates must be a vector, not of shape {tuple(rates.shape)}")
    lines = [_Line.of(report, number) for number in range(len(report.layers))]
    first = report.layers[0]
    change = F.linear(first.inputs, lines[0].direction, lines[0].bias_direction)
    losses = torch.empty(len(rates))
    for number, rate in enumerate(rates.tolist()):
        values = torch.sub(lines[0].kept(first.sums, rate), change, alpha=rate)
        for layer, line in zip(report.layers, lines[1:], strict=False):
            values = outputs_of(values, report.activation, layer.mask)
            values = F.linear(values, *line.at(rate))
        losses[number] = F.cross_entropy(values, report.batch.labels)
    return losses


@dataclass(frozen=True, slots=True)
class _Line:
    """A layer's weights and biases as a function of the rate.

    Attributes:
        array: of the weights' shape, for those of one rate after the other.
    """

    weight: Tensor
    bias: Tensor
    direction: Tensor
    bias_direction: Tensor
    decay: float
    array: Tensor

    @classmethod
    def of(cls, report: StepReport, layer: int) -> _Line:
        """Of the layer, counted from 0."""
        weight, bias = report.arithmetic(layer, "weight"), report.arithmetic(layer, "bias")
        return cls(
            weight.before,
            bias.before,
            weight.direction,
            bias.direction,
            weight.weight_decay,
            torch.empty_like(weight.before),
        )

    def kept(self, values: Tensor, rate: float) -> Tensor:
        """What decay leaves of them."""
        return values * (1 - rate * self.decay) if self.decay else values

    def at(self, rate: float) -> tuple[Tensor, Tensor]:
        """Weights and biases; the next call overwrites the weights."""
        kept = self.kept(self.weight, rate)
        weight = torch.sub(kept, self.direction, alpha=rate, out=self.array)
        return weight, self.kept(self.bias, rate) - rate * self.bias_direction
