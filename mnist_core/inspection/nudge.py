"""Move one weight a little and see the loss change by just what its gradient says."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from mnist_core.inspection.forward import logits_of, outputs_of
from mnist_core.inspection.report import StepReport

NUDGE = 1e-4


@dataclass(frozen=True, slots=True)
class Nudge:
    """One weight moved, all others as before the step; losses are the batch's mean, in float64.

    Attributes:
        weight: its value before.
        by: how far it was moved.
        loss_before, loss_after: before and after moving it.
        loss_opposite: with it moved as far the other way.
        slope: the gradient, as ``backward`` found it in float32.
    """

    weight: float
    by: float
    loss_before: float
    loss_after: float
    loss_opposite: float
    slope: float

    @property
    def predicted_change(self) -> float:
        """What the loss changes by if it goes on as steeply as it begins: slope x by."""
        return self.slope * self.by

    @property
    def measured_change(self) -> float:
        """What it did change by."""
        return self.loss_after - self.loss_before

    @property
    def measured_slope(self) -> float:
        """From one side to the other, so that an even curve cancels out."""
        return (self.loss_after - self.loss_opposite) / (2 * self.by)

    @property
    def bend(self) -> float:
        """What of the measured change is no slope: the loss curves, or has a corner (ReLU's)."""
        return (self.loss_after + self.loss_opposite) / 2 - self.loss_before

    @property
    def bound(self) -> float:
        """How far ``measured_slope`` and ``slope`` may lie apart.

        A corner on one side spoils the measured slope by as much as it bends the curve.  Besides
        that, float32 found the slope within 1e-4 of itself and 1e-6; beyond NUDGE, what a curve
        leaves grows with the square of ``by``.
        """
        rest = 1e-6 * max(1.0, (self.by / NUDGE) ** 2)
        return abs(self.bend / self.by) + 1e-4 * abs(self.slope) + rest

    @property
    def agrees(self) -> bool:
        """Whether they do lie so close; never where a loss is not finite."""
        return abs(self.measured_slope - self.slope) <= self.bound


@torch.no_grad()
def nudge_weight(
    report: StepReport, layer: int, index: tuple[int, int | None], by: float = NUDGE
) -> Nudge:
    """Move one weight by ``by`` and work the batch's loss out anew, in float64.

    With the step's own zeros of dropout.  The layer's inputs are taken as the step had them.

    Args:
        index: the neuron and the input that the weight comes from, or None for the bias.
        by: not 0.

    Raises:
        InspectionError: ``no_such_layer``, ``no_such_neuron`` or ``no_such_weight``.
        ValueError: ``by`` is 0 or not finite.
    """
    if by == 0 or not math.isfinite(by):
        raise ValueError(f"a weight cannot be moved by {by}")
    neuron, source = index
    parameter, place = report.parameter(layer, neuron, source)
    chosen = report.layers[layer]
    sums = F.linear(
        chosen.inputs.double(), chosen.weight.before.double(), chosen.bias.before.double()
    )
    # Only this neuron's sums change: by what comes in through the weight, or, of a bias, by 1.
    arriving = torch.ones(len(sums)) if source is None else chosen.inputs[:, source]
    shift = by * arriving.double()
    losses = []
    for direction in (0, 1, -1):
        moved = sums.clone()
        moved[:, neuron] += direction * shift
        losses.append(_loss_from(report, layer, moved))
    return Nudge(
        weight=parameter.before[place].item(),
        by=by,
        loss_before=losses[0],
        loss_after=losses[1],
        loss_opposite=losses[2],
        slope=parameter.gradient[place].item(),
    )


def _loss_from(report: StepReport, layer: int, sums: Tensor) -> float:
    """The batch's mean loss with these sums (N, out) of the layer, float64."""
    later = report.layers[layer + 1 :]
    if later:
        outputs = outputs_of(sums, report.activation, report.layers[layer].mask)
        parameters = [(each.weight.before.double(), each.bias.before.double()) for each in later]
        sums = logits_of(outputs, parameters, report.activation, [each.mask for each in later])
    return F.cross_entropy(sums, report.batch.labels).item()
