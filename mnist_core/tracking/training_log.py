"""What the tutorial's program prints while it trains, from the losses that a run keeps anyway."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from mnist_core.config import TEST_IMAGES
from mnist_core.tracking.metrics import HeldOutName
from mnist_core.tracking.run_snapshot import RunSnapshot

# Batches from line to line, as in PyTorch's own MNIST example (`--log-interval`).
LOG_INTERVAL = 100


@dataclass(frozen=True, slots=True)
class BatchEntry:
    """One batch of those that the program tells of.

    Attributes:
        epoch: 1-based.
        images_before: how many images the epoch has seen before this batch.
        training_images: how many it will see.
        epoch_progress: how much of the epoch lies before this batch, from 0 to below 1.
        loss: mean cross-entropy of this batch alone; NaN or infinite where the run broke down.
    """

    epoch: int
    images_before: int
    training_images: int
    epoch_progress: float
    loss: float


@dataclass(frozen=True, slots=True)
class ScoreEntry:
    """The network on images that it was not trained on, after an epoch or at the very end.

    Attributes:
        split: whose images they are.
        images: how many they are.
        loss: mean cross-entropy; NaN or infinite where the run broke down.
        accuracy: from 0 to 1; None where the run broke down.
    """

    split: HeldOutName
    images: int
    loss: float
    accuracy: float | None

    @property
    def right(self) -> int:
        """How many images were recognised."""
        return round((self.accuracy or 0.0) * self.images)


LogEntry: TypeAlias = BatchEntry | ScoreEntry


def log_entries(run: RunSnapshot) -> Iterator[LogEntry]:
    """The first batch of each epoch and every hundredth after it, and the scores, in order.

    The loss that broke a run down is its last entry, whichever batch it was.  A run with a
    validation split has its score on the test set at the end: it is measured only there.
    """
    for epoch in range(1, run.epoch + 1):
        yield from _batch_entries(run, epoch)
        for each in run.history.epochs[epoch - 1 : epoch]:
            yield _held_out(run, each.held_out_loss, each.held_out_accuracy)
    diverged = run.history.diverged
    if diverged is not None and diverged.step > run.history.steps:
        yield _batch_entry(run, diverged.epoch, diverged.batch - 1, diverged.loss)
    elif diverged is not None:  # it was the score after the epoch
        yield _held_out(run, diverged.loss, None)
    # A fine-tuned network's score is its own; its history is the network's that it was made of.
    if run.test and run.history.held_out_name == "validation" and run.fine_tuned_from is None:
        yield ScoreEntry("test", TEST_IMAGES, run.test.loss, run.test.accuracy)


def _batch_entries(run: RunSnapshot, epoch: int) -> Iterator[BatchEntry]:
    first = (epoch - 1) * run.steps_per_epoch
    losses = run.history.batch_losses[first : first + run.steps_per_epoch : LOG_INTERVAL]
    for number, loss in enumerate(losses.tolist()):
        yield _batch_entry(run, epoch, number * LOG_INTERVAL, loss)


def _batch_entry(run: RunSnapshot, epoch: int, batch: int, loss: float) -> BatchEntry:
    """``batch`` is 0-based within the epoch; only the last batch may be a smaller one."""
    return BatchEntry(
        epoch=epoch,
        images_before=batch * run.config.batch_size,
        training_images=run.config.training_size,
        epoch_progress=batch / run.steps_per_epoch,
        loss=loss,
    )


def _held_out(run: RunSnapshot, loss: float, accuracy: float | None) -> ScoreEntry:
    split = run.history.held_out_name
    images = run.config.validation_size if split == "validation" else TEST_IMAGES
    return ScoreEntry(split, images, loss, accuracy)
