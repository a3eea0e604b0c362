"""Training: a generator of events that knows no thread, clock, file or user interface."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Generator, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from mnist_core.config import CLASSES, TrainingConfig, seed_for
from mnist_core.data import Batches, Split, Splits, inputs_for
from mnist_core.model import MLP
from mnist_core.tracking import BatchMetrics, Diverged, EpochMetrics, Evaluation, Event
from mnist_core.training.schedules import learning_rates
from mnist_core.training.step import Step, choose_step
from mnist_core.training.weight_averaging import WeightAverage

EVALUATION_BATCH = 1000


def available_devices() -> tuple[str, ...]:
    """The devices that can train here, best first: of ``cuda``, ``mps`` and ``cpu``."""
    devices = ["cpu"]
    if torch.backends.mps.is_available():
        devices.insert(0, "mps")
    if torch.cuda.is_available():
        devices.insert(0, "cuda")
    return tuple(devices)


def evaluate(model: nn.Module, split: Split) -> Evaluation:
    """Score ``model`` in eval mode, where its weights are; the mode is put back afterwards."""
    device = next(model.parameters()).device
    was_training = model.training
    model.eval()
    losses, right = [], []
    try:
        with torch.inference_mode():
            for start in range(0, len(split), EVALUATION_BATCH):
                part = split.select(slice(start, start + EVALUATION_BATCH))
                labels = part.labels.to(device)
                logits = model(inputs_for(model, part.images.to(device)))
                losses.append(F.cross_entropy(logits, labels, reduction="sum"))
                right.append((logits.argmax(dim=1) == labels).sum())
    finally:
        model.train(was_training)
    loss, hits = sum(torch.stack(losses).tolist()), sum(torch.stack(right).tolist())
    return Evaluation(loss / len(split), hits / len(split))


def train(
    model: MLP,
    splits: Splits,
    config: TrainingConfig,
    *,
    device: str | torch.device | None = None,
    readable: bool = False,
    step: Step | None = None,
) -> Iterator[Event]:
    """Train ``model`` in place; an event for each batch and each epoch.

    Nothing happens between two events: stopping is ceasing to iterate (``close()`` says so, and
    leaves the mean of the weights in ``model`` if they are averaged).
    When an ``EpochMetrics`` arrives, ``model`` holds the weights that it describes.  ``Diverged``,
    if it comes, is the last event.  On the CPU each batch is told when it is done; on other
    devices an epoch's batches are told at its end, since asking in between would hold them up.

    Batches, and with ``build_model`` the initial weights, are those of the literal loop::

        torch.manual_seed(seed); model = MLP(...)
        DataLoader(train_set, batch_size, shuffle=True,
                   generator=torch.Generator().manual_seed(seed))

    Args:
        device: where to train; None where the model is.  The model stays there.
        readable: take ``train_step`` where ``FastStep`` would do the same in less time.
        step: what is done with each batch instead; it trains this very model.
    """
    chosen = torch.device(device) if device else next(model.parameters()).device
    model.to(chosen).train()
    step = step or choose_step(model, config, chosen, readable)
    try:
        with own_dropout(model, config.seed, chosen):
            yield from _Loop(model, splits, config, step, chosen).events()
    finally:
        step.release()


@contextlib.contextmanager
def own_dropout(model: MLP, seed: int, device: torch.device | str = "cpu") -> Iterator[None]:
    """While it lasts, the model's dropout draws from a generator of the seed's own."""
    model.draw_dropout_from(torch.Generator(device).manual_seed(seed_for("dropout", seed)))
    try:
        yield
    finally:
        model.draw_dropout_from(None)


def _tells_at_once(device: torch.device) -> bool:
    """Whether a loss can be read without waiting for the device to finish all work before it."""
    return device.type == "cpu"


class _Loop:
    """The three nested loops: a training's epochs, an epoch's batches, a batch's step."""

    def __init__(
        self,
        model: MLP,
        splits: Splits,
        config: TrainingConfig,
        step: Step,
        device: torch.device,
    ) -> None:
        self.model, self.splits, self.config, self.step = model, splits, config, step
        self.batches = Batches(splits.train, config, device)
        self.rates = learning_rates(config, len(self.batches) * config.epochs).tolist()
        self.generator = torch.Generator().manual_seed(seed_for("order", config.seed))
        # Of each image, in the epoch's order: the accuracy is then counted once an epoch, and not
        # in every batch.
        self.logits = torch.empty(len(splits.train), CLASSES, device=device)
        self.mean = WeightAverage(list(model.parameters())) if config.weight_averaging else None
        self.tell_at_once = _tells_at_once(device)

    def events(self) -> Iterator[Event]:
        """All events of the training; however it ends, the model holds the mean if there is one."""
        try:
            yield from self._epochs()
        finally:
            if self.mean and not self.mean.in_use:
                self.mean.swap()

    def _epochs(self) -> Iterator[Event]:
        for epoch in range(1, self.config.epochs + 1):
            # train on every batch
            sums = yield from self._batches_of(epoch)
            if sums is None:
                return
            # where the weights are averaged, their mean is the model
            if self.mean:
                self.mean.swap()
            # evaluate on the held-out images
            score = evaluate(self.model, self.splits.held_out)
            if not math.isfinite(score.loss):  # the epoch's last step went too far
                batches = len(self.batches)
                yield Diverged(epoch, epoch * batches, batches, score.loss)
                return
            # report the epoch
            yield EpochMetrics(
                epoch=epoch,
                train_loss=sums.loss / len(self.splits.train),
                train_accuracy=sums.right / len(self.splits.train),
                held_out_loss=score.loss,
                held_out_accuracy=score.accuracy,
                learning_rate=self.rates[epoch * len(self.batches) - 1],
            )
            # go on with the weights themselves, not their mean
            if self.mean and epoch < self.config.epochs:
                self.mean.swap()

    def _batches_of(self, epoch: int) -> Generator[Event, None, _Sums | None]:
        """The epoch's batches; None if the loss left the finite numbers."""
        before = (epoch - 1) * len(self.batches)
        # shuffle, or keep the order
        order = self.batches.order(self.generator)
        logits_by_batch = torch.split(self.logits, self.config.batch_size)
        pending: list[Tensor] = []  # losses that were not read yet
        loss_sum = 0.0
        for batch, (images, labels) in enumerate(self.batches.take(order), start=1):
            # forward, loss, backward, update
            loss, logits = self.step(images, labels, self.rates[before + batch - 1])
            logits_by_batch[batch - 1].copy_(logits)
            if self.mean:
                self.mean.update()
            pending.append(loss)
            if not (self.tell_at_once or batch == len(self.batches)):
                continue
            # report the batch, or on a GPU all of them at the epoch's end
            for number, value in enumerate(_numbers(pending), start=batch - len(pending) + 1):
                step = before + number
                if not math.isfinite(value):
                    yield Diverged(epoch, step, number, value)
                    return None
                loss_sum += value * len(logits_by_batch[number - 1])
                yield BatchMetrics(epoch, step, value, self.rates[step - 1])
            pending.clear()
        # count what was right
        truth = self.batches.labels.index_select(0, order)
        return _Sums(loss_sum, int((self.logits.argmax(dim=1) == truth).sum()))


@dataclass(frozen=True, slots=True)
class _Sums:
    """Over an epoch's images: their losses, and how many were right."""

    loss: float
    right: int


def _numbers(losses: list[Tensor]) -> list[float]:
    """All values, waiting for the device once."""
    return [losses[0].item()] if len(losses) == 1 else torch.stack(losses).tolist()
