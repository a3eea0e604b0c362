"""How large the gradients of a layer are, as one number."""

from __future__ import annotations

from torch import Tensor


def gradient_size(gradient: Tensor) -> float:
    """The root mean square of all its numbers, so that layers of any size can be compared."""
    return float(gradient.double().square().mean().sqrt())
