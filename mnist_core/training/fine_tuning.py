"""Some seconds of fine-tuning a trained network on one person's own handwritten digits.

Half of every batch are the person's digits, bent a little as in handwriting training (they are
few, and shown often), half are MNIST's.  Without MNIST's half the network soon forgets what it
knew: catastrophic forgetting (McCloskey and Cohen 1989), which can be shown by leaving it out.

Further steps change a network whatever the images are.  So another copy takes as many steps on
MNIST alone: what the person's digits are good for is the difference to that one.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from mnist_core.data import Split, augment, inputs_for
from mnist_core.model import MLP
from mnist_core.tracking import Evaluation
from mnist_core.training.loop import evaluate, own_dropout

STEPS = 200
BATCH_SIZE = 64
# A third of the tutorial's: the network is to move a little, not to begin anew.
LEARNING_RATE = 3e-4


@dataclass(frozen=True, slots=True)
class HandStep:
    """How far the fine-tuning is: ``step`` of ``steps`` (1-based), with that batch's loss.

    Attributes:
        comparing: this is a step of the copy that sees MNIST alone.
        checking: all steps are done; next is one of the evaluations.
    """

    step: int
    steps: int
    loss: float
    comparing: bool = False
    checking: bool = False


@dataclass(frozen=True, slots=True)
class HandResult:
    """What the fine-tuning has changed; accuracies from 0 to 1.

    Attributes:
        model: the fine-tuned network, in eval mode; the one that was given is as it was.
        own_before, own_alone, own_after: accuracy on the person's digits that were kept for
            checking: of the network given, of the one that took as many steps on MNIST alone, and
            of the fine-tuned one.
        test_before, test_alone: accuracy on MNIST's test set of the first two.
        test: the fine-tuned network on MNIST's test set.
        checked_apart: whether those digits were kept out of the fine-tuning (there are enough).
    """

    model: MLP
    own_before: float
    own_alone: float
    own_after: float
    test_before: float
    test_alone: float
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
) -> Generator[HandStep, None, HandResult]:
    """Fine-tune a copy of ``model`` on the digits; a generator of steps that returns the result.

    Nothing happens between two events, and at most one step or one evaluation from one to the
    next: stopping is ceasing to iterate.

    Args:
        pictures: uint8 (N, 28, 28), prepared as ``drawing.prepare`` does; at least one.
        labels: int64 (N,).
        train: what is mixed in.
        test: where it is measured what the network still knows.
        mixed: half of every batch from ``train``; else the person's digits alone.
        steps: how many, and as many again for the comparison.

    Raises:
        ValueError: there are no digits, or not as many labels.
    """
    if not len(pictures) or len(pictures) != len(labels):
        raise ValueError("fine-tuning needs at least one digit, and a label for each")
    apart = hold_out(labels)
    learned, checked = (~apart, apart) if apart.any() else (~apart, ~apart)
    own = _split(pictures[learned], labels[learned])
    check = _split(pictures[checked], labels[checked])
    fine_tuned, alone = copy.deepcopy(model), copy.deepcopy(model)
    last = HandStep(0, steps, math.nan)
    for last in _steps(fine_tuned, own, train if mixed else None, steps, seed):
        yield last
    for last in _steps(alone, None, train, steps, seed):
        yield replace(last, comparing=True)
    scores = []
    for split in (check, test):
        for network in (model, alone, fine_tuned):
            yield replace(last, checking=True)
            scores.append(evaluate(network, split))
    own_before, own_alone, own_after, test_before, test_alone, test_after = scores
    return HandResult(
        fine_tuned,
        own_before=own_before.accuracy,
        own_alone=own_alone.accuracy,
        own_after=own_after.accuracy,
        test_before=test_before.accuracy,
        test_alone=test_alone.accuracy,
        test=test_after,
        checked_apart=bool(apart.any()),
    )


def _steps(
    model: MLP, own: Split | None, train: Split | None, steps: int, seed: int
) -> Iterator[HandStep]:
    """Train ``model`` in place, all random numbers being the seed's; it is left in eval mode."""
    generator = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    model.train()
    with own_dropout(model, seed):
        for step in range(1, steps + 1):
            images, targets = _batch(own, train, generator)
            loss = F.cross_entropy(model(inputs_for(model, images)), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            yield HandStep(step, steps, loss.item())
    model.eval()


def accuracy(model: MLP, split: Split) -> float:
    """The share of the split's images that the model reads rightly, 0 to 1."""
    return evaluate(model, split).accuracy


def _split(pictures: NDArray[np.uint8], labels: NDArray[np.int64]) -> Split:
    return Split(torch.from_numpy(pictures.copy()), torch.from_numpy(labels.copy()))


def _batch(
    own: Split | None, train: Split | None, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """A batch: uint8 images (64, 28, 28) and their labels, in equal parts of what there is.

    The person's digits are bent.
    """
    size = BATCH_SIZE // 2 if own is not None and train is not None else BATCH_SIZE
    images, labels = [], []
    if own is not None:
        drawn, digits = _draw(own, size, generator)
        images.append(augment(drawn, generator).round().clamp(0, 255).byte())
        labels.append(digits)
    if train is not None:
        drawn, digits = _draw(train, size, generator)
        images.append(drawn)
        labels.append(digits)
    return torch.cat(images), torch.cat(labels)


def _draw(split: Split, count: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    chosen = torch.randint(len(split), (count,), generator=generator)
    return split.images[chosen], split.labels[chosen].long()
