"""Curves of a training as few points: to be sketched, drawn, compared and kept."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Literal, TypeAlias

import numpy as np

from mnist_core.config import TrainingConfig
from mnist_core.tracking import FloatArray, HistorySnapshot

# What a curve shows.  ``test_*`` is of the images that are scored after each epoch.
Quantity: TypeAlias = Literal["train_loss", "test_loss", "train_accuracy", "test_accuracy"]
QUANTITIES: tuple[Quantity, ...] = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")
# (x, y), x rising: a step or an epoch, 1-based, and a loss or an accuracy (0 to 1); all finite.
Points: TypeAlias = tuple[tuple[float, float], ...]

MAX_POINTS = 40
# Of a loss; what is beyond is as good as infinite, and no chart shows it.
HIGHEST = 1e6
_FIELDS = {
    "test_loss": "held_out_loss",
    "train_accuracy": "train_accuracy",
    "test_accuracy": "held_out_accuracy",
}


def horizontal(config: TrainingConfig, quantity: Quantity) -> tuple[int, int]:
    """The first and the last x of such a curve: steps for the training loss, else epochs."""
    if quantity == "train_loss":
        return 1, config.epochs * config.steps_per_epoch()
    return 1, config.epochs


def curve_of(history: HistorySnapshot, quantity: Quantity, most: int = MAX_POINTS) -> Points:
    """What is known of the curve, in at most ``most`` points (at least 2).

    The training loss begins with the first batch's own, from before anything was learned; each
    further point is the mean of the batches since the last one.  The others have a point an epoch.
    It ends early where the training did or where the numbers are no longer finite.
    """
    if quantity == "train_loss":
        return _means(history.batch_losses, most)
    values = [(each.epoch, getattr(each, _FIELDS[quantity])) for each in history.epochs]
    if len(values) > most:
        chosen = np.linspace(0, len(values) - 1, most).round().astype(int)
        values = [values[index] for index in chosen]
    return tuple(_point(x, y) for x, y in values if math.isfinite(y))


def _means(losses: FloatArray, most: int) -> Points:
    strange = np.flatnonzero(~np.isfinite(losses))
    losses = losses[: strange[0]] if len(strange) else losses
    if not len(losses):
        return ()
    ends = np.linspace(1, len(losses), min(most, len(losses))).round().astype(int).tolist()
    means = [losses[start:end].mean(dtype=np.float64) for start, end in pairwise(ends)]
    return (_point(1, float(losses[0])), *map(_point, ends[1:], map(float, means)))


def _point(x: float, y: float) -> tuple[float, float]:
    """Four digits are more than any eye sees, and short where they are kept."""
    return x, float(f"{min(y, HIGHEST):.4g}")
