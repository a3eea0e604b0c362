"""MNIST in memory: 60,000 + 10,000 pictures of handwritten digits as tensors of bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from mnist_core.config import DATA_FOLDER, MEAN, STD
from mnist_core.data.files import open_mnist
from mnist_core.tracking import HeldOutName


@dataclass(frozen=True, slots=True)
class Split:
    """Images and their labels.

    Attributes:
        images: uint8 (N, 28, 28), 0 = black paper, 255 = white ink.
        labels: int64 (N,), the digits 0 to 9.
    """

    images: Tensor
    labels: Tensor

    def __post_init__(self) -> None:
        if len(self.images) != len(self.labels):
            raise ValueError(f"{len(self.images)} images but {len(self.labels)} labels")

    def __len__(self) -> int:
        return len(self.labels)

    def select(self, indices: Tensor | slice) -> Split:
        """The chosen images with their labels, in the order chosen."""
        return Split(self.images[indices], self.labels[indices])


@dataclass(frozen=True, slots=True)
class Mnist:
    """The data set as its makers divided it: 60,000 images to learn from, 10,000 to be tested."""

    train: Split
    test: Split


@dataclass(frozen=True, slots=True)
class Splits:
    """What one training uses.

    Attributes:
        train: what the network learns from.
        held_out: what it is scored on after every epoch.
        test: the 10,000 test images.
        held_out_name: which of the two kinds ``held_out`` is.
    """

    train: Split
    held_out: Split
    test: Split
    held_out_name: HeldOutName


def load_mnist(root: str | Path = DATA_FOLDER) -> Mnist:
    """Load MNIST from ``root/MNIST/raw``, repairing what is missing or damaged there.

    By default that is the app's own folder, from wherever it was started.

    The whole set is 55 MB; load it once and share it, nothing writes into it.

    Raises:
        DataError: the files are missing or damaged and nothing is left to repair them from.
    """
    train, test = open_mnist(Path(root))
    return Mnist(Split(*train), Split(*test))


def normalise(images: Tensor, out: Tensor | None = None) -> Tensor:
    """Bytes to what the network sees, exactly as ``ToTensor`` and ``Normalize`` do.

    Args:
        images: uint8 (or float in 0..255), any shape.
        out: float32, same shape, to be written to; None makes a new tensor.

    Returns:
        float32, same shape: ``(images / 255 - MEAN) / STD``, about -0.42 (paper) to 2.82 (ink).
    """
    if out is None:
        out = torch.empty_like(images, dtype=torch.float32)
    return out.copy_(images).div_(255).sub_(MEAN).div_(STD)


def split_validation(mnist: Mnist, validation_size: int, seed: int) -> Splits:
    """Hold ``validation_size`` training images out, the ones that ``random_split`` would take.

    With 0 the test set is scored after every epoch, as the tutorial does.  The parts equal those
    of ``torch.utils.data.random_split(train, [rest, validation_size], generator)`` with a
    generator seeded with ``seed``.
    """
    if validation_size == 0:
        return Splits(mnist.train, mnist.test, mnist.test, "test")
    if not 0 < validation_size < len(mnist.train):
        raise ValueError(f"cannot hold {validation_size} of {len(mnist.train)} images out")
    order = torch.randperm(len(mnist.train), generator=torch.Generator().manual_seed(seed))
    rest = len(mnist.train) - validation_size
    return Splits(
        mnist.train.select(order[:rest]),
        mnist.train.select(order[rest:]),
        mnist.test,
        "validation",
    )
