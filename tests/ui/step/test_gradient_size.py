"""A gradient's size as one number."""

from __future__ import annotations

import torch

from ui.step.gradient_size import gradient_size


def test_gradient_size_does_not_grow_with_the_layer() -> None:
    small = torch.tensor([[3.0, -4.0]])
    assert gradient_size(small) == (12.5) ** 0.5
    assert gradient_size(small.repeat(50, 7)) == gradient_size(small)
