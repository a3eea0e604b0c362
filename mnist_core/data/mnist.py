"""MNIST in memory: 60,000 + 10,000 pictures of handwritten digits as tensors of bytes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor, nn

from mnist_core.config import (
    CLASSES,
    DATA_FOLDER,
    MEAN,
    STD,
    TRAINING_IMAGES,
    TrainingConfig,
    seed_for,
)
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


def normalise(images: Tensor, out: Tensor | None = None, *, only_scale: bool = False) -> Tensor:
    """Bytes to what the network sees, exactly as ``ToTensor`` and ``Normalize`` do.

    Args:
        images: uint8 (or float in 0..255), any shape.
        out: float32, same shape, to be written to; None makes a new tensor.
        only_scale: ``ToTensor`` alone, 0 (paper) to 1 (ink).

    Returns:
        float32, same shape: ``(images / 255 - MEAN) / STD``, about -0.42 (paper) to 2.82 (ink).
    """
    if out is None:
        out = torch.empty_like(images, dtype=torch.float32)
    out.copy_(images).div_(255)
    return out if only_scale else out.sub_(MEAN).div_(STD)


def inputs_for(model: nn.Module, images: Tensor) -> Tensor:
    """Bytes to what this very model was trained on: normalised, where it does not say otherwise.

    Args:
        model: an ``MLP``, whose ``normalize`` tells; any other sees normalised images.
        images: uint8, any shape.
    """
    return normalise(images, only_scale=not getattr(model, "normalize", True))


def splits_for(mnist: Mnist, config: TrainingConfig) -> Splits:
    """What a training with these settings uses: some images held out, the rest or some of it
    trained on, some labels of these wrong; the test images are always as they are.
    """
    splits = split_validation(mnist, config.validation_size, config.seed, config.training_images)
    if not config.label_noise:
        return splits
    return replace(splits, train=with_label_noise(splits.train, config.label_noise, config.seed))


def with_label_noise(split: Split, share: float, seed: int) -> Split:
    """The same images, of which a share, drawn at random, has the label of another digit.

    Every one of the nine other digits is equally likely ("symmetric" or "uniform" label noise).
    """
    count = round(share * len(split))
    generator = torch.Generator().manual_seed(seed_for("label_noise", seed))
    wrong = torch.randperm(len(split), generator=generator)[:count]
    shift = torch.randint(1, CLASSES, (count,), generator=generator)
    labels = split.labels.clone()
    labels[wrong] = (labels[wrong] + shift) % CLASSES
    return Split(split.images, labels)


def split_validation(
    mnist: Mnist, validation_size: int, seed: int, training_images: int = TRAINING_IMAGES
) -> Splits:
    """Hold ``validation_size`` training images out, the ones that ``random_split`` would take.

    With 0 the test set is scored after every epoch, as the tutorial does.  The parts equal the
    first and the last of ``torch.utils.data.random_split(train, [training_images, unused,
    validation_size], generator)`` with a generator seeded with ``seed``.  So the images are the
    same ones whatever else is set, and a smaller number of them is part of a larger one.

    Args:
        training_images: how many are trained on, or as many as are left.
    """
    total = len(mnist.train)
    if not 0 <= validation_size < total:
        raise ValueError(f"cannot hold {validation_size} of {total} images out")
    rest = total - validation_size
    used = min(training_images, rest)
    if used == total:
        return Splits(mnist.train, mnist.test, mnist.test, "test")
    order = torch.randperm(total, generator=torch.Generator().manual_seed(seed))
    train = mnist.train.select(order[:used])
    if not validation_size:
        return Splits(train, mnist.test, mnist.test, "test")
    return Splits(train, mnist.train.select(order[rest:]), mnist.test, "validation")
