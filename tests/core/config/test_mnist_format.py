"""The numbers that are said of MNIST's pictures are theirs."""

from __future__ import annotations

import pytest
import torch

from mnist_core.config.mnist_format import (
    CENTRE,
    CLASSES,
    DIGIT_SIDE,
    IMAGE_SIDE,
    INPUT_SIZE,
    MEAN,
    STD,
    TEST_IMAGES,
    TRAINING_IMAGES,
)
from mnist_core.data.mnist import Mnist


def test_the_tutorials_two_numbers_are_the_training_images(mnist: Mnist) -> None:
    std, mean = torch.std_mean(mnist.train.images / 255, correction=0)
    assert (round(mean.item(), 4), round(std.item(), 4)) == (MEAN, STD)


def test_sizes_and_classes(mnist: Mnist) -> None:
    assert mnist.train.images.shape == (TRAINING_IMAGES, IMAGE_SIDE, IMAGE_SIDE)
    assert mnist.test.images.shape == (TEST_IMAGES, IMAGE_SIDE, IMAGE_SIDE)
    assert mnist.test.images[0].numel() == INPUT_SIZE
    assert mnist.train.labels.unique().tolist() == list(range(CLASSES))


def test_digit_side_and_centre(mnist: Mnist) -> None:
    """No digit is longer than that, and each one's mass lies within a pixel of the centre."""
    images = mnist.train.images
    inked = torch.stack([(images > 0).any(dim=2), (images > 0).any(dim=1)])
    pixels = torch.arange(IMAGE_SIDE)
    first = torch.where(inked, pixels, IMAGE_SIDE).amin(dim=-1)
    last = torch.where(inked, pixels, -1).amax(dim=-1)
    longest = (last - first + 1).amax(dim=0)
    assert longest.max() == DIGIT_SIDE
    for ink in (images.float().sum(dim=1), images.float().sum(dim=2)):
        middle = (ink @ (pixels + 0.5)) / ink.sum(dim=1)
        assert (middle - CENTRE).abs().max() < 1
        assert middle.mean().item() == pytest.approx(CENTRE, abs=0.05)
