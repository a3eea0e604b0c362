"""Batches are the DataLoader's, epoch after epoch, image by image, bit for bit."""

from __future__ import annotations

import pytest
import torch
from torch.utils.data import DataLoader

from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.batches import Batches, epoch_order
from mnist_core.data.mnist import Mnist, Split
from tests.core.training.literal_loop import mnist_dataset

CPU = torch.device("cpu")


@pytest.mark.parametrize("images", [1, 64, 500])
def test_the_order_is_dataloaders_for_many_epochs(images: int) -> None:
    loader = DataLoader(
        torch.arange(images),  # type: ignore[arg-type]
        batch_size=64,
        shuffle=True,
        generator=torch.Generator().manual_seed(3),
    )
    ours = torch.Generator().manual_seed(3)
    for _ in range(4):
        assert torch.equal(epoch_order(ours, images), torch.cat(list(loader)))


@pytest.mark.parametrize("batch_size", [16, 64, 512])
def test_batches_are_the_literal_loops(small_mnist: Mnist, batch_size: int) -> None:
    split = small_mnist.train.select(slice(300))
    loader = DataLoader(
        mnist_dataset(train=True, images=300),
        batch_size=batch_size,
        shuffle=True,
        generator=torch.Generator().manual_seed(3),
    )
    batches = Batches(split, TrainingConfig(batch_size=batch_size), CPU)
    ours = torch.Generator().manual_seed(3)
    assert len(batches) == len(loader)
    for _ in range(2):
        pairs = zip(batches.take(batches.order(ours)), loader, strict=True)
        for (our_images, our_labels), (images, labels) in pairs:
            assert torch.equal(our_images, images[:, 0])
            assert torch.equal(our_labels, labels)


def test_batches_handwriting_generator(small_mnist: Mnist, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ``augment`` is given: the batch's bytes, and one generator that goes on."""
    given: list[tuple[torch.dtype, tuple[int, ...]]] = []

    def augment(images: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        given.append((images.dtype, tuple(images.shape)))
        noise = torch.randint(0, 256, images.shape, generator=generator)
        return noise.to(torch.uint8)

    monkeypatch.setattr("mnist_core.data.augmentation.augment", augment)
    split: Split = small_mnist.train

    def pictures(seed: int) -> list[torch.Tensor]:
        batches = Batches(split, TrainingConfig(seed=seed, handwriting=True), CPU)
        order = torch.arange(64).repeat(2)
        return [images.clone() for images, _ in batches.take(order)]

    first, again, other = pictures(0), pictures(0), pictures(1)
    assert given[0] == (torch.uint8, (64, 28, 28))
    assert torch.equal(first[0], again[0]) and torch.equal(first[1], again[1])
    assert not torch.equal(first[0], first[1])
    assert not torch.equal(first[0], other[0])
    assert torch.equal(split.images, small_mnist.train.images)
