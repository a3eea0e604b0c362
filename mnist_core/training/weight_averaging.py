"""Weight averaging: a network of the running mean of the weights, which wobbles less."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

# Share of the mean so far in the next mean: it reaches back about 1,000 steps, an epoch of the
# tutorial's.
DECAY = 0.999


class WeightAverage:
    """The exponential moving average of a model's weights (Polyak and Juditsky 1992).

    Early steps count less: the decay starts at 0.1 and rises to DECAY as ``(1 + n) / (10 + n)``,
    so the random start is soon forgotten (TensorFlow's ``ExponentialMovingAverage`` does so).
    """

    def __init__(self, weights: Sequence[Tensor]) -> None:
        self._weights = [weight.detach() for weight in weights]
        self._mean = [weight.clone() for weight in self._weights]
        self._updates = 0
        self.in_use = False  # whether the model holds the mean now

    @torch.no_grad()
    def update(self) -> None:
        """Take the weights as they are now into the mean."""
        decay = min(DECAY, (1 + self._updates) / (10 + self._updates))
        self._updates += 1
        for mean, weight in zip(self._mean, self._weights, strict=True):
            mean.lerp_(weight, 1 - decay)

    @torch.no_grad()
    def swap(self) -> None:
        """Exchange mean and weights: once to look at the mean, once more to train on."""
        for mean, weight in zip(self._mean, self._weights, strict=True):
            now = weight.clone()
            weight.copy_(mean)
            mean.copy_(now)
        self.in_use = not self.in_use
