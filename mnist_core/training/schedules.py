"""The learning rate over a training's steps."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mnist_core.config import TrainingConfig

# torch.optim.lr_scheduler.OneCycleLR's own defaults.
WARM_UP = 0.3
START_DIVISOR = 25.0
END_DIVISOR = 1e4


def learning_rates(config: TrainingConfig, total_steps: int) -> NDArray[np.float64]:
    """The learning rate of every step, float64 (total_steps,).

    ``constant`` is the tutorial's; ``cosine`` falls from the learning rate to 0 along half a
    cosine (Loshchilov and Hutter 2017, as ``CosineAnnealingLR``); ``one_cycle`` rises from 1/25
    of it to the whole in the first 30 % of the steps, then falls to almost 0 (Smith 2018, as
    ``OneCycleLR``).
    """
    step = np.arange(total_steps, dtype=np.float64)
    peak = config.learning_rate
    if config.schedule == "constant":
        return np.full(total_steps, peak)
    if config.schedule == "cosine":
        return _half_cosine(peak, 0.0, step / max(total_steps, 1))
    start, end = peak / START_DIVISOR, peak / START_DIVISOR / END_DIVISOR
    summit = WARM_UP * total_steps - 1  # the step of the peak; before the first if it is below 0
    rising = _half_cosine(start, peak, step / summit)
    falling = _half_cosine(peak, end, (step - summit) / (total_steps - 1 - summit))
    return np.where(step <= summit, rising, falling)


def _half_cosine(start: float, end: float, share: NDArray[np.float64]) -> NDArray[np.float64]:
    """From ``start`` (share 0) to ``end`` (share 1), level at both ends."""
    return end + (start - end) / 2 * (1 + np.cos(math.pi * share))
