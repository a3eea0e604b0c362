"""Teach a trained network one person's hand: some seconds of fine-tuning on their own digits.

Half of every batch are the person's digits, bent a little as in handwriting training (they are
few, and shown often), half are MNIST's.  Without MNIST's half the network soon forgets what it
knew: catastrophic forgetting (McCloskey and Cohen 1989), which can be shown by leaving it out.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from mnist_core.augmentation import augment
from mnist_core.data import Split, normalise
from mnist_core.model import MLP
from mnist_core.training import Evaluation, evaluate, own_dropout

STEPS = 200
BATCH_SIZE = 64
# A third of the tutorial's: the network is to move a little, not to begin anew.
LEARNING_RATE = 3e-4


@dataclass(frozen=True, slots=True)
class HandStep:
    """How far the fine-tuning is: ``step`` of ``steps`` (1-based), with that batch's loss.

    Attributes:
        checking: all steps are done; next is one of the evaluations.
    """

    step: int
    steps: int
    loss: float
    checking: bool = False


@dataclass(frozen=True, slots=True)
class HandResult:
    """What the fine-tuning has changed; accuracies from 0 to 1.

    Attributes:
        model: the fine-tuned network, in eval mode; the one that was given is as it was.
        own_before, own_after: accuracy on the person's digits that were kept for checking.
        test_before: accuracy on MNIST's test set.
        test: the fine-tuned network on MNIST's test set.
        checked_apart: whether those digits were kept out of the fine-tuning (there are enough).
    """

    model: MLP
    own_before: float
    own_after: float
    test_before: float
    test: Evaluation
    checked_apart: bool

    @property
    def test_after(self) -> float:
        """Accuracy on MNIST's test set after the fine-tuning."""
        return self.test.accuracy


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

    Nothing happens between two events, and at most one step or one evaluation from one to the
    next: stopping is ceasing to iterate.

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
    apart = hold_out(labels)
    learned, checked = (~apart, apart) if apart.any() else (~apart, ~apart)
    own = _split(pictures[learned], labels[learned])
    check = _split(pictures[checked], labels[checked])
    taught = copy.deepcopy(model)
    last = HandStep(0, steps, math.nan)
    for last in _steps(taught, own, train if mixed else None, steps, seed):
        yield last
    scores = []
    for network, split in ((model, check), (taught, check), (model, test), (taught, test)):
        yield replace(last, checking=True)
        scores.append(evaluate(network, split))
    own_before, own_after, test_before, test_after = scores
    yield HandResult(
        taught,
        own_before=own_before.accuracy,
        own_after=own_after.accuracy,
        test_before=test_before.accuracy,
        test=test_after,
        checked_apart=bool(apart.any()),
    )


def _steps(
    taught: MLP, own: Split, train: Split | None, steps: int, seed: int
) -> Iterator[HandStep]:
    """Train ``taught`` in place, all random numbers being the seed's; it is left in eval mode."""
    generator = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.Adam(taught.parameters(), lr=LEARNING_RATE)
    taught.train()
    with own_dropout(taught, seed):
        for step in range(1, steps + 1):
            images, targets = _batch(own, train, generator)
            loss = F.cross_entropy(taught(normalise(images)), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            yield HandStep(step, steps, loss.item())
    taught.eval()


def accuracy(model: MLP, split: Split) -> float:
    """The share of the split's images that the model reads rightly, 0 to 1."""
    return evaluate(model, split).accuracy


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
