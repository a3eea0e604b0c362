"""Where in a step a number stops being one: NaN and the infinite ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import torch
from torch import Tensor

StageName: TypeAlias = Literal[
    "images",
    "weights",
    "sums",
    "activations",
    "losses",
    "sums_gradient",
    "outputs_gradient",
    "gradient",
    "weights_after",
    "loss_after",
]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a step.

    Attributes:
        name: what is worked out there.
        layer: of which layer, counted from 0; None for what is of no layer.
    """

    name: StageName
    layer: int | None = None


def first_nonfinite(stages: Iterable[tuple[Stage, tuple[Tensor, ...]]]) -> Stage | None:
    """The first of the stages with NaN or an infinite number in one of its tensors."""
    for stage, tensors in stages:
        if not all(torch.isfinite(tensor).all() for tensor in tensors):
            return stage
    return None
