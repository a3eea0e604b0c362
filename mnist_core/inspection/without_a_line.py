"""What happens without a line of the program, measured: with it and without it.

Each is a generator that fits ``RunQueue.jobs``: it yields the share that is done, from 0 to 1.
"""

from __future__ import annotations

import math
import time
from collections.abc import Generator
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from mnist_core.config import TEST_BATCH, TrainingConfig, seed_for
from mnist_core.data import Split, epoch_order, inputs_for
from mnist_core.model import MLP, build_model
from mnist_core.training import build_optimizer, evaluate

STEPS = 300
MAX_WORK = 5e10  # weights times images of one training: some seconds of a core
LOOKS = 20  # how often a time is taken: the shortest, which nothing has disturbed, counts


@dataclass(frozen=True, slots=True)
class WithAndWithout:
    """Test accuracies from 0 to 1, with the line and without it."""

    with_it: float
    without: float


@dataclass(frozen=True, slots=True)
class BatchOrders:
    """Test accuracies from 0 to 1, by the order in which the images were learned."""

    shuffled: float
    as_in_files: float
    by_digit: float


@dataclass(frozen=True, slots=True)
class NoGradCost:
    """What a forward pass of one test batch takes.

    Attributes:
        images: how many the batch has.
        kept_bytes: what autograd keeps for the way back, apart from the weights.
        seconds, seconds_without: the shortest of ``LOOKS`` passes, with ``no_grad`` and without.
    """

    images: int
    kept_bytes: int
    seconds: float
    seconds_without: float


def measured_steps(config: TrainingConfig, images: int) -> int:
    """How many steps are taken of each training: no more than an epoch has of full batches."""
    affordable = int(MAX_WORK / (config.parameters * config.batch_size))
    return max(min(STEPS, affordable, images // config.batch_size), 1)


def without_zero_grad(
    config: TrainingConfig, train: Split, test: Split
) -> Generator[float, None, WithAndWithout]:
    """After a short training in which the gradients are cleared, and one in which they add up."""
    split = _shuffled(config, train)
    kept = yield from _trained(config, split, (0, 2))
    summed = yield from _trained(config, split, (1, 2), clear=False)
    return WithAndWithout(evaluate(kept, test).accuracy, evaluate(summed, test).accuracy)


def without_shuffle(
    config: TrainingConfig, train: Split, test: Split
) -> Generator[float, None, BatchOrders]:
    """After three short trainings: shuffled, in the files' order, sorted by digit.

    MNIST's files are mixed already, so their own order does little harm; a sorted one shows what
    shuffling is for.  All three learn the same images.
    """
    taken = train.select(slice(0, measured_steps(config, len(train)) * config.batch_size))
    by_digit = taken.select(taken.labels.sort(stable=True).indices)
    scores = []
    orders = (_shuffled(config, taken), taken, by_digit)
    for number, split in enumerate(orders):
        model = yield from _trained(config, split, (number, len(orders)))
        scores.append(evaluate(model, test).accuracy)
    return BatchOrders(*scores)


def without_eval(model: MLP, test: Split, seed: int) -> Generator[float, None, WithAndWithout]:
    """In evaluation mode, and with dropout's zeros, of which ``seed`` says which."""
    with_it = evaluate(model, test).accuracy
    model.train()
    model.draw_dropout_from(torch.Generator().manual_seed(seed_for("dropout", seed)))
    right = 0
    for start in range(0, len(test), TEST_BATCH):
        part = test.select(slice(start, start + TEST_BATCH))
        with torch.inference_mode():
            right += int((model(inputs_for(model, part.images)).argmax(dim=1) == part.labels).sum())
        yield min((start + TEST_BATCH) / len(test), 1.0)
    return WithAndWithout(with_it, right / len(test))


def without_no_grad(model: nn.Module, test: Split) -> Generator[float, None, NoGradCost]:
    """Memory and time of the first test batch's forward pass."""
    model.eval().requires_grad_()
    part = test.select(slice(0, TEST_BATCH))
    images, labels = inputs_for(model, part.images), part.labels
    kept = _kept_bytes(model, images, labels)
    shortest = {False: math.inf, True: math.inf}
    for number in range(LOOKS):
        for graph in shortest:
            begun = time.perf_counter()
            with torch.set_grad_enabled(graph):
                F.cross_entropy(model(images), labels)
            shortest[graph] = min(shortest[graph], time.perf_counter() - begun)
        yield (number + 1) / LOOKS
    return NoGradCost(len(part), kept, shortest[False], shortest[True])


def _kept_bytes(model: nn.Module, images: Tensor, labels: Tensor) -> int:
    """Of the tensors that autograd saves for ``backward``; what several share counts once."""
    own = {each.untyped_storage().data_ptr() for each in (*model.parameters(), images, labels)}
    kept: dict[int, Tensor] = {}  # the tensors themselves: freed memory would be given out again

    def note(tensor: Tensor) -> Tensor:
        if tensor.untyped_storage().data_ptr() not in own:
            kept[tensor.untyped_storage().data_ptr()] = tensor
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(note, lambda tensor: tensor):
        F.cross_entropy(model(images), labels)
    return sum(each.untyped_storage().nbytes() for each in kept.values())


def _trained(
    config: TrainingConfig, split: Split, part: tuple[int, int], *, clear: bool = True
) -> Generator[float, None, MLP]:
    """A network that has learned these images batch by batch, at a constant learning rate.

    Args:
        part: which training this is, from 0, and of how many.
    """
    model = build_model(config).train()
    model.draw_dropout_from(torch.Generator().manual_seed(seed_for("dropout", config.seed)))
    optimizer = build_optimizer(config, model.parameters())
    size = min(config.batch_size, len(split))
    steps = len(split) // size
    for step in range(steps):
        batch = split.select(slice(step * size, (step + 1) * size))
        if clear:
            optimizer.zero_grad()
        F.cross_entropy(model(inputs_for(model, batch.images)), batch.labels).backward()
        optimizer.step()
        yield (part[0] + (step + 1) / steps) / part[1]
    model.draw_dropout_from(None)
    return model


def _shuffled(config: TrainingConfig, split: Split) -> Split:
    """The images of the training's first steps, in its order; of a training without bends."""
    generator = torch.Generator().manual_seed(seed_for("order", config.seed))
    count = measured_steps(config, len(split)) * config.batch_size
    return split.select(epoch_order(generator, len(split))[:count])
