"""Teach a trained network one person's hand: some seconds of fine-tuning on their own digits.

Half of every batch are the person's digits, bent a little as in handwriting training (they are
few, and shown often), half are MNIST's.  Without MNIST's half the network soon forgets what it
knew: catastrophic forgetting (McCloskey and Cohen 1989), which can be shown by leaving it out.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from mnist_core.augmentation import augment
from mnist_core.data import Split, normalise
from mnist_core.evaluation import predict_all, predicted_digits
from mnist_core.model import MLP

STEPS = 200
BATCH_SIZE = 64
# A third of the tutorial's: the network is to move a little, not to begin anew.
LEARNING_RATE = 3e-4


@dataclass(frozen=True, slots=True)
class HandStep:
    """One step of fine-tuning: ``step`` of ``steps`` (1-based), with the batch's loss."""

    step: int
    steps: int
    loss: float


@dataclass(frozen=True, slots=True)
class HandResult:
    """What the fine-tuning has changed; accuracies from 0 to 1.

    Attributes:
        model: the fine-tuned network, in eval mode; the one that was given is as it was.
        own_before, own_after: accuracy on the person's digits that were kept for checking.
        test_before, test_after: accuracy on MNIST's test set.
        checked_apart: whether those digits were kept out of the fine-tuning (there are enough).
    """

    model: MLP
    own_before: float
    own_after: float
    test_before: float
    test_after: float
    checked_apart: bool


def hold_out(labels: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of a person's digits are kept for checking: each label's last, where it has several.

    Returns:
        bool (N,); nowhere true when no label has two.
    """
    kept = np.zeros(len(labels), dtype=np.bool_)
    for label in np.unique(labels):
        places = np.flatnonzero(labels == label)
        if len(places) > 1:
            kept[places[-1]] = True
    return kept


def fine_tune(
    model: MLP,
    pictures: NDArray[np.uint8],
    labels: NDArray[np.int64],
    train: Split,
    test: Split,
    *,
    mixed: bool = True,
    steps: int = STEPS,
    seed: int = 0,
) -> Iterator[HandStep | HandResult]:
    """Teach a copy of ``model`` the digits; a generator of steps that ends with the result.

    Args:
        pictures: uint8 (N, 28, 28), prepared as ``drawing.prepare`` does; at least one.
        labels: int64 (N,).
        train: what is mixed in.
        test: where it is measured what the network still knows.
        mixed: half of every batch from ``train``; else the person's digits alone.

    Raises:
        ValueError: there are no digits, or not as many labels.
    """
    if not len(pictures) or len(pictures) != len(labels):
        raise ValueError("fine-tuning needs at least one digit, and a label for each")
    generator = torch.Generator().manual_seed(seed)
    apart = hold_out(labels)
    learned, checked = (~apart, apart) if apart.any() else (~apart, ~apart)
    own = _split(pictures[learned], labels[learned])
    check = _split(pictures[checked], labels[checked])
    taught = copy.deepcopy(model).train()
    optimizer = torch.optim.Adam(taught.parameters(), lr=LEARNING_RATE)
    for step in range(1, steps + 1):
        images, targets = _batch(own, train if mixed else None, generator)
        loss = F.cross_entropy(taught(normalise(images)), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        yield HandStep(step, steps, loss.item())
    yield HandResult(
        taught.eval(),
        own_before=accuracy(model, check),
        own_after=accuracy(taught, check),
        test_before=accuracy(model, test),
        test_after=accuracy(taught, test),
        checked_apart=bool(apart.any()),
    )


def accuracy(model: MLP, split: Split) -> float:
    """The share of the split's images that the model reads rightly, 0 to 1."""
    answers = predicted_digits(predict_all(model, split.images))
    return float((answers == split.labels.numpy()).mean())


def _split(pictures: NDArray[np.uint8], labels: NDArray[np.int64]) -> Split:
    return Split(torch.from_numpy(pictures.copy()), torch.from_numpy(labels.copy()))


def _batch(own: Split, train: Split | None, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """A batch: uint8 images (64, 28, 28) and their labels, the person's digits bent."""
    images, labels = _draw(own, BATCH_SIZE if train is None else BATCH_SIZE // 2, generator)
    bent = augment(images, generator).round().clamp(0, 255).byte()
    if train is None:
        return bent, labels
    others, other_labels = _draw(train, BATCH_SIZE // 2, generator)
    return torch.cat([bent, others]), torch.cat([labels, other_labels])


def _draw(split: Split, count: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    chosen = torch.randint(len(split), (count,), generator=generator)
    return split.images[chosen], split.labels[chosen].long()
