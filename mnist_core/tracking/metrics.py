"""What a training reports of its batches and epochs, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

# Which images a training is scored on after each epoch.
HeldOutName: TypeAlias = Literal["validation", "test"]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Mean cross-entropy and accuracy (0 to 1) of a model on a split."""

    loss: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class BatchMetrics:
    """One training step.

    Attributes:
        epoch: 1-based.
        step: 1-based over the whole training.
        loss: mean cross-entropy of the batch, before the step's update.
        learning_rate: what the update was made with.
    """

    epoch: int
    step: int
    loss: float
    learning_rate: float


@dataclass(frozen=True, slots=True)
class EpochMetrics:
    """One finished epoch; accuracies from 0 to 1.

    Attributes:
        epoch: 1-based.
        train_loss, train_accuracy: mean over the epoch's batches as they were met, the network
            still changing (and with dropout, if any), so they lag behind ``held_out_*``.
        held_out_loss, held_out_accuracy: on the held-out images, after the epoch's last step.
        learning_rate: of the epoch's last step.
    """

    epoch: int
    train_loss: float
    train_accuracy: float
    held_out_loss: float
    held_out_accuracy: float
    learning_rate: float


@dataclass(frozen=True, slots=True)
class Diverged:
    """The loss left the finite numbers; always a training's last event.

    Attributes:
        epoch, step: as in :class:`BatchMetrics`; the step whose loss it was, or the epoch's last
            if its update threw the network out and the held-out loss shows it.
        batch: 1-based within the epoch.
        loss: NaN or infinite.
    """

    epoch: int
    step: int
    batch: int
    loss: float


Event = BatchMetrics | EpochMetrics | Diverged
