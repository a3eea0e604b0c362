"""MNIST: what is loaded, how it is scaled, and what is held out of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch.utils.data import random_split

from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.mnist import (
    MEAN,
    STD,
    Mnist,
    inputs_for,
    normalise,
    split_validation,
    splits_for,
)
from mnist_core.data.torchvision_import import datasets
from mnist_core.model.mlp import build_model
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


def test_fewer_training_images_are_part_of_more(small_mnist: Mnist) -> None:
    """The same ones whatever is held out, and these are ``random_split``'s."""
    few = split_validation(small_mnist, 0, 7, training_images=300).train
    more = split_validation(small_mnist, 0, 7, training_images=1_200).train
    beside = split_validation(small_mnist, 500, 7, training_images=300)
    parts = random_split(range(2000), [300, 1_200, 500], generator=torch.Generator().manual_seed(7))
    assert torch.equal(few.images, more.images[:300]) and len(more) == 1_200
    assert torch.equal(few.images, small_mnist.train.images[list(parts[0])])
    assert torch.equal(few.images, beside.train.images)
    assert torch.equal(
        beside.held_out.images, split_validation(small_mnist, 500, 7).held_out.images
    )
    assert len(split_validation(small_mnist, 500, 7, training_images=1_800).train) == 1_500


def test_label_noise_makes_a_share_of_the_training_labels_wrong(small_mnist: Mnist) -> None:
    config = TrainingConfig(label_noise=0.3, validation_size=1_000, seed=5)
    noisy = splits_for(small_mnist, config)
    right = split_validation(small_mnist, 1_000, 5)
    assert int((noisy.train.labels != right.train.labels).sum()) == 300
    assert noisy.train.labels.min() == 0 and noisy.train.labels.max() == 9
    assert torch.equal(noisy.train.images, right.train.images)
    assert torch.equal(noisy.held_out.labels, right.held_out.labels)
    assert noisy.test is small_mnist.test
    again = splits_for(small_mnist, replace(config, learning_rate=0.1, epochs=2, dropout=0.5))
    assert torch.equal(noisy.train.labels, again.train.labels)
    other = splits_for(small_mnist, replace(config, seed=6))
    assert not torch.equal(noisy.train.labels, other.train.labels)


def test_tutorials_images_are_shared(small_mnist: Mnist) -> None:
    assert splits_for(small_mnist, TrainingConfig()).train is small_mnist.train


def test_inputs_are_what_the_model_was_trained_on(small_mnist: Mnist) -> None:
    images = small_mnist.test.images[:3]
    scaled = inputs_for(build_model(TrainingConfig(normalize=False)), images)
    assert torch.equal(scaled, images / 255)
    for model in (build_model(TrainingConfig()), torch.nn.Linear(784, 10)):
        assert torch.equal(inputs_for(model, images), normalise(images))


@pytest.mark.parametrize("size", [-1, 2000])
def test_not_every_image_can_be_held_out(small_mnist: Mnist, size: int) -> None:
    with pytest.raises(ValueError, match="cannot hold"):
        split_validation(small_mnist, size, seed=0)
