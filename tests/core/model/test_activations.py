"""Each activation's way back is its curve's slope."""

from __future__ import annotations

import pytest
import torch

from mnist_core.model.activations import ACTIVATIONS


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_way_back_is_the_curves_slope(name) -> None:
    """Against the difference quotient, in float64."""
    activation = ACTIVATIONS[name]
    z = torch.linspace(-3, 3, 40, dtype=torch.float64)  # 0, where ReLU has a corner, is not in it
    h, step = activation.function(z), 1e-6
    slope = (activation.function(z + step) - activation.function(z - step)) / (2 * step)
    delta = torch.linspace(0.5, 1.5, 40, dtype=torch.float64)
    back = activation.backward(delta.clone(), z, h)
    assert torch.allclose(back, delta * slope, atol=1e-6)
    assert torch.equal(activation.module()(z), h)
