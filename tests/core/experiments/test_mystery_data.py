"""The test images are mixed in as the faulty program says it, and the fresh ones are fresh."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch.utils.data import ConcatDataset, Subset, TensorDataset

from mnist_core.data.mnist import Mnist, Split, splits_for
from mnist_core.experiments.faults import FAULTS, HEALTHY, Fault
from mnist_core.experiments.mystery_data import fresh_images, splits_with

CONFIG = replace(HEALTHY, training_images=900)


@pytest.fixture(scope="module")
def numbers() -> Mnist:
    """Numbers in place of images: 1,000 to train with, and 500 that are negative."""
    training, test = torch.arange(1000), -1 - torch.arange(500)
    return Mnist(Split(training, training % 10), Split(test, -test % 10))


def test_test_images_take_the_place_of_training_images(numbers: Mnist) -> None:
    right = splits_with(Fault(), CONFIG, numbers)
    assert torch.equal(right.train.images, splits_for(numbers, CONFIG).train.images)
    mixed = splits_with(FAULTS["test_in_training"], CONFIG, numbers)
    assert len(mixed.train) == len(right.train)
    sets = [TensorDataset(each.images, each.labels) for each in (right.train, numbers.test)]
    said = ConcatDataset([Subset(sets[0], range(400)), sets[1]])
    assert [(int(x), int(y)) for x, y in said] == [
        (int(x), int(y)) for x, y in zip(mixed.train.images, mixed.train.labels, strict=True)
    ]
    assert mixed.test is right.test


def test_fresh_images_are_in_no_set(numbers: Mnist) -> None:
    fresh = set(fresh_images(CONFIG, numbers).images.tolist())
    for fault in (Fault(), FAULTS["test_in_training"]):
        splits = splits_with(fault, CONFIG, numbers)
        assert len(fresh) == 100
        assert not fresh & {*splits.train.images.tolist(), *splits.test.images.tolist()}
