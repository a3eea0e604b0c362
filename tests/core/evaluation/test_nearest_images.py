"""Nearest images and averages, against the literal computation."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from mnist_core.data.mnist import Mnist, Split
from mnist_core.evaluation.nearest_images import NeighbourSearch, average_images


def test_an_image_of_the_set_is_its_own_nearest(small_mnist: Mnist) -> None:
    search = NeighbourSearch(small_mnist.train)
    for index in (0, 7, 1999):
        found = search.nearest(small_mnist.train.images[index].numpy(), 3)
        assert found.indices[0] == index
        assert found.distances[0] == pytest.approx(0, abs=0.2)


def test_the_order_is_that_of_the_literal_distances(
    small_mnist: Mnist, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "mnist_core.evaluation.nearest_images.CHUNK", 300
    )  # several chunks, the last one short
    picture = small_mnist.test.images[3].numpy()
    differences = small_mnist.train.images.numpy().astype(np.float64) - picture
    literal = np.sqrt((differences**2).mean(axis=(1, 2)))
    found = NeighbourSearch(small_mnist.train).nearest(picture, 10)
    assert found.indices.tolist() == np.argsort(literal)[:10].tolist()
    assert found.distances == pytest.approx(literal[found.indices], rel=1e-3)


def test_no_more_are_found_than_there_are() -> None:
    split = Split(torch.zeros(2, 28, 28, dtype=torch.uint8), torch.zeros(2, dtype=torch.int64))
    assert len(NeighbourSearch(split).nearest(np.zeros((28, 28), np.uint8), 5).indices) == 2


def test_the_average_is_the_mean_of_a_digits_images(small_mnist: Mnist) -> None:
    averages = average_images(small_mnist.train)
    threes = small_mnist.train.images[small_mnist.train.labels == 3].double().mean(dim=0)
    assert averages.shape == (10, 28, 28) and averages.dtype == np.uint8
    assert np.abs(averages[3] - threes.numpy()).max() <= 0.5 + 1e-4


def test_average_of_missing_digit(small_mnist: Mnist) -> None:
    """A digit that does not occur has a black average."""
    train = small_mnist.train
    without_threes = train.select(torch.nonzero(train.labels != 3).flatten())
    assert not average_images(without_threes)[3].any()
