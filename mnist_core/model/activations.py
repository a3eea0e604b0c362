"""The bends between the layers, f, and how a gradient passes back through them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from mnist_core.config import training_config

# nn.LeakyReLU's own default
LEAK = 0.01


@dataclass(frozen=True, slots=True)
class ActivationFunction:
    """One activation, H = f(Z).

    Attributes:
        module: as a layer of a network.
        function: Z -> H, any shape; to be read only, since the identity gives Z itself.
        backward: (D, Z, H) -> D · f'(Z), all of one shape: the gradient for Z from the one for H.
            D may be overwritten.  The order of the operations is autograd's, so that the last
            bit agrees too.
    """

    module: Callable[[], nn.Module]
    function: Callable[[Tensor], Tensor]
    backward: Callable[[Tensor, Tensor, Tensor], Tensor]


def _relu_backward(delta: Tensor, z: Tensor, h: Tensor) -> Tensor:
    # f' is 1 where Z > 0 and 0 elsewhere, which is the sign of H = max(Z, 0).
    return delta.mul_(h.sign())


def _leaky_relu_backward(delta: Tensor, z: Tensor, h: Tensor) -> Tensor:
    return delta.mul_(z.sign().clamp_min_(LEAK))  # 1 where Z > 0, LEAK elsewhere


def _tanh_backward(delta: Tensor, z: Tensor, h: Tensor) -> Tensor:
    one = torch.ones_like(h)
    return delta.mul_(one.addcmul_(h, h, value=-1))  # f' = 1 - H²


def _sigmoid_backward(delta: Tensor, z: Tensor, h: Tensor) -> Tensor:
    return delta.mul_(1 - h).mul_(h)  # f' = (1 - H) H


def _identity(z: Tensor) -> Tensor:
    return z


def _identity_backward(delta: Tensor, z: Tensor, h: Tensor) -> Tensor:
    return delta  # f' = 1


def _gelu_backward(delta: Tensor, z: Tensor, h: Tensor) -> Tensor:
    # f' = Φ(Z) + Z φ(Z), the normal distribution's curve and density: left to autograd, which
    # evaluates both in one pass.
    with torch.enable_grad():
        leaf = z.detach().requires_grad_()
        return torch.autograd.grad(F.gelu(leaf), leaf, delta)[0]


ACTIVATIONS: dict[training_config.Activation, ActivationFunction] = {
    "relu": ActivationFunction(nn.ReLU, torch.relu, _relu_backward),
    "leaky_relu": ActivationFunction(nn.LeakyReLU, F.leaky_relu, _leaky_relu_backward),
    "gelu": ActivationFunction(nn.GELU, F.gelu, _gelu_backward),
    "tanh": ActivationFunction(nn.Tanh, torch.tanh, _tanh_backward),
    "sigmoid": ActivationFunction(nn.Sigmoid, torch.sigmoid, _sigmoid_backward),
    "identity": ActivationFunction(nn.Identity, _identity, _identity_backward),
}
