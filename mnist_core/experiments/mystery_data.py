"""The images of a mystery run: what it learns, what it is tested on, and what nobody has seen."""

from __future__ import annotations

from dataclasses import replace

import torch

from mnist_core.config import TrainingConfig
from mnist_core.data import Mnist, Split, Splits, split_validation, splits_for
from mnist_core.experiments.faults import Fault, kept_images

FRESH_IMAGES = 10_000


def splits_with(fault: Fault, config: TrainingConfig, mnist: Mnist) -> Splits:
    """What the run uses.

    The test images take the place of the last training images where they do not belong, so that
    nobody can tell by the number of steps.
    """
    splits = splits_for(mnist, config)
    if not fault.learns_test_images:
        return splits
    own = splits.train.select(slice(kept_images(len(splits.train), len(splits.test))))
    mixed = Split(
        torch.cat([own.images, splits.test.images]), torch.cat([own.labels, splits.test.labels])
    )
    return replace(splits, train=mixed)


def fresh_images(config: TrainingConfig, mnist: Mnist) -> Split:
    """Training images of MNIST that the run does not use: those that it might have held out.

    As many as 10,000, or as there are.
    """
    unused = max(len(mnist.train) - config.training_images, 1)
    count = min(FRESH_IMAGES, unused)
    return split_validation(mnist, count, config.seed, config.training_images).held_out
