"""What a history says in a few numbers, from which the diagnosis is made."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from mnist_core.config import CLASSES
from mnist_core.tracking import EpochMetrics, HistorySnapshot

# The loss of a network that gives each digit a tenth, with which every run begins: ln 10 = 2.30.
CHANCE_LOSS = math.log(CLASSES)
# Beyond this a loss is as good as infinite; below it no sum or quotient here overflows.
LARGEST_LOSS = 1e30


@dataclass(frozen=True, slots=True)
class Measures:
    """A history's figures; all finite.

    Attributes:
        epochs: the finished epochs whose figures are finite, in order; at least one.
        steps: batches trained on.
        first_loss: the first batch's, before anything was learned.
        peak_loss, peak_step: the highest loss of a batch, and which batch that was, 1-based.
        half_step: the first step at which half of what pure guessing loses is gone from the
            smoothed loss; None if it never is.
        falling: by how much the loss of the last quarter of the steps is lower than the second
            quarter's, if the third lies between; else 0.0.
    """

    epochs: tuple[EpochMetrics, ...]
    steps: int
    first_loss: float
    peak_loss: float
    peak_step: int
    half_step: int | None
    falling: float

    @property
    def held_out(self) -> list[float]:
        """The held-out loss of each epoch."""
        return [_bounded(each.held_out_loss) for each in self.epochs]

    @property
    def last(self) -> EpochMetrics:
        """The last finished epoch."""
        return self.epochs[-1]

    @property
    def best(self) -> EpochMetrics:
        """The epoch with the lowest held-out loss; of equal ones the first."""
        return self.epochs[int(np.argmin(self.held_out))]

    @property
    def half_share(self) -> float:
        """The share of the steps that it took to halve the loss of pure guessing; 1.0 if all."""
        return 1.0 if self.half_step is None else self.half_step / self.steps

    @property
    def generalization_loss(self) -> float:
        """By what share the held-out loss is above its lowest so far (Prechelt 1998; he takes
        per cent)."""
        return _excess(self.held_out[-1], min(self.held_out))

    @property
    def learned_since_best(self) -> float:
        """By what share the training loss has fallen since the best epoch, at its lowest."""
        since = [each.train_loss for each in self.epochs if each.epoch >= self.best.epoch]
        return _fall(self.best.train_loss, min(since))

    @property
    def gap(self) -> float:
        """By how much the accuracy is higher on the training set, -1 to 1.

        With dropout or bent images it is measured on a harder task and the gap is too small, even
        negative: a large one is then all the surer.
        """
        return self.last.train_accuracy - self.last.held_out_accuracy

    @property
    def jump(self) -> tuple[EpochMetrics, EpochMetrics]:
        """The two neighbouring epochs, from the first on, between which the held-out loss rose
        most in proportion."""
        pairs = list(pairwise(self.epochs)) or [(self.last, self.last)]
        return max(pairs, key=lambda pair: _excess(pair[1].held_out_loss, pair[0].held_out_loss))

    @property
    def roughness(self) -> float:
        """How far the held-out losses lie from their neighbours' mean, in proportion to them.

        The mean of |h(t-1) - 2 h(t) + h(t+1)| / 2 over the mean of h, the first epoch left out:
        0 on a straight line, however steep.  0.0 with fewer than four epochs.
        """
        losses = np.array(self.held_out[1:])
        if len(losses) < 3:
            return 0.0
        bends = np.abs(losses[:-2] - 2 * losses[1:-1] + losses[2:]) / 2
        return float(bends.mean() / max(losses.mean(), 1e-30))

    def gain(self, epochs: int) -> float:
        """By what share the lowest held-out loss has fallen in the last so many epochs."""
        before = self.held_out[:-epochs] or self.held_out[:1]
        return _fall(min(before), min(self.held_out))

    def train_progress(self, epochs: int) -> float:
        """By what share the training loss has fallen in the last so many epochs."""
        before = self.epochs[max(len(self.epochs) - 1 - epochs, 0)]
        return _fall(before.train_loss, self.last.train_loss)


def noise_loss(label_noise: float) -> float:
    """The training loss of one who reads every image rightly, and knows how many labels are wrong.

    In nats, the entropy of a label: 1 - p for the digit that is there, p spread over the nine
    others.  Whoever gets below it has learned wrong labels by heart.
    """
    if not label_noise:
        return 0.0
    right, other = 1 - label_noise, label_noise / (CLASSES - 1)
    return -right * math.log(right) - label_noise * math.log(other)


def measure(history: HistorySnapshot, least_loss: float = 0.0) -> Measures | None:
    """The figures of a history; None where no epoch was finished.

    Args:
        least_loss: what the training loss can reach without learning wrong labels by heart.
    """
    epochs = tuple(each for each in history.epochs if _finite(each))
    if not epochs:
        return None
    smoothed = history.smoothed_losses().astype(np.float64)
    losses = np.clip(np.nan_to_num(history.batch_losses.astype(np.float64)), 0.0, LARGEST_LOSS)
    below = np.flatnonzero(smoothed <= (CHANCE_LOSS + least_loss) / 2)
    return Measures(
        epochs=epochs,
        steps=max(len(losses), 1),
        first_loss=float(losses[0]) if len(losses) else CHANCE_LOSS,
        peak_loss=float(losses.max(initial=0.0)),
        peak_step=int(losses.argmax()) + 1 if len(losses) else 1,
        half_step=int(below[0]) + 1 if len(below) else None,
        falling=_falling(losses),
    )


def _falling(losses: np.ndarray) -> float:
    if len(losses) < 4:
        return 0.0
    _, second, third, fourth = (float(part.mean()) for part in np.array_split(losses, 4))
    return second - fourth if second > third > fourth else 0.0


def _finite(epoch: EpochMetrics) -> bool:
    figures: Sequence[float] = (
        epoch.train_loss,
        epoch.train_accuracy,
        epoch.held_out_loss,
        epoch.held_out_accuracy,
    )
    return all(map(math.isfinite, figures))


def _bounded(loss: float) -> float:
    return min(max(loss, 0.0), LARGEST_LOSS)


def _excess(value: float, base: float) -> float:
    """By what share ``value`` is above ``base``; 0.0 where it is not."""
    value, base = _bounded(value), _bounded(base)
    return max(value - base, 0.0) / max(base, 1 / LARGEST_LOSS)


def _fall(before: float, after: float) -> float:
    """By what share a loss has fallen; negative where it has risen, never below -1e30."""
    before, after = _bounded(before), _bounded(after)
    return max((before - after) / max(before, 1 / LARGEST_LOSS), -LARGEST_LOSS)
