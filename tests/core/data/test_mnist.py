"""MNIST: what is loaded, how it is scaled, and what is held out of it."""

from __future__ import annotations

import pytest
import torch
from torch.utils.data import random_split

from mnist_core.data.mnist import MEAN, STD, Mnist, normalise, split_validation
from mnist_core.data.torchvision_import import datasets
from tests.core.conftest import DATA

# isort: split
from torchvision import transforms  # only after torchvision_import: see there


def test_mnist_is_mnist(mnist: Mnist) -> None:
    assert mnist.train.images.shape == (60_000, 28, 28)
    assert mnist.test.images.shape == (10_000, 28, 28)
    assert mnist.train.images.dtype == torch.uint8
    assert mnist.train.labels.dtype == torch.int64
    assert mnist.train.labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert torch.bincount(mnist.test.labels).tolist() == [
        980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009
    ]  # fmt: skip


def test_normalise_is_totensor_and_normalize_bit_for_bit(mnist: Mnist) -> None:
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((MEAN,), (STD,))])
    literal = datasets.MNIST(str(DATA), train=True, transform=transform)
    images = torch.stack([literal[index][0][0] for index in range(64)])
    assert torch.equal(normalise(mnist.train.images[:64]), images)
    levels = torch.arange(256, dtype=torch.uint8).reshape(16, 16)
    assert torch.equal(normalise(levels)[None], transform(levels.numpy()))


def test_normalise_leaves_its_input_alone() -> None:
    for dtype in (torch.uint8, torch.float32):
        images = torch.full((2, 28, 28), 200, dtype=dtype)
        normalise(images)
        assert (images == 200).all()


def test_held_out_images_are_random_splits(small_mnist: Mnist) -> None:
    splits = split_validation(small_mnist, 500, seed=7)
    rest, held_out = random_split(
        range(2000), [1500, 500], generator=torch.Generator().manual_seed(7)
    )
    assert torch.equal(splits.train.images, small_mnist.train.images[list(rest)])
    assert torch.equal(splits.held_out.labels, small_mnist.train.labels[list(held_out)])
    assert splits.held_out_name == "validation"
    assert splits.test is small_mnist.test


def test_without_validation_the_test_set_is_held_out(small_mnist: Mnist) -> None:
    splits = split_validation(small_mnist, 0, seed=7)
    assert splits.train is small_mnist.train
    assert splits.held_out is small_mnist.test
    assert splits.held_out_name == "test"


@pytest.mark.parametrize("size", [-1, 2000])
def test_not_every_image_can_be_held_out(small_mnist: Mnist, size: int) -> None:
    with pytest.raises(ValueError, match="cannot hold"):
        split_validation(small_mnist, size, seed=0)
