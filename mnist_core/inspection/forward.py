"""The way forward through a report's network again: with other weights, in another precision."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional as F

from mnist_core.config import Activation
from mnist_core.model import ACTIVATIONS


@torch.no_grad()
def logits_of(
    inputs: Tensor,
    parameters: Sequence[tuple[Tensor, Tensor]],
    activation: Activation,
    masks: Sequence[Tensor | None],
) -> Tensor:
    """What the last layers make of ``inputs``.

    Args:
        inputs: (N, in) of the first of these layers; any dtype, which the others share.
        parameters: each layer's weights (out, in) and biases (out,).
        masks: what dropout multiplies each layer's activations by (N, out), or None.

    Returns:
        (N, 10).
    """
    values = inputs
    for number, (weight, bias) in enumerate(parameters):
        values = F.linear(values, weight, bias)
        if number < len(parameters) - 1:
            values = outputs_of(values, activation, masks[number])
    return values


def outputs_of(sums: Tensor, activation: Activation, mask: Tensor | None) -> Tensor:
    """What a hidden layer gives on: activation, then dropout's mask; shape of ``sums``."""
    values = ACTIVATIONS[activation].function(sums)
    return values if mask is None else values * mask.to(values.dtype)
