"""The steps that ``train()`` takes, one at a time, each to be looked at before it is taken."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator

import torch
from torch import Tensor

from mnist_core.config import TrainingConfig, seed_for
from mnist_core.data import Batches, Split
from mnist_core.inspection.report import StepReport
from mnist_core.inspection.step import inspect_step
from mnist_core.model import MLP
from mnist_core.tracking import BatchMetrics, Diverged
from mnist_core.training import AutogradStep, learning_rates


class Stepper:
    """A training at one moment: network, optimiser, and the batch that comes next.

    From the untrained network these are ``train()``'s very steps: the same batches with the same
    bends and zeros, rates and updates, bit for bit on the same number of threads.  (``train_step``
    takes them, ``train(readable=True)``'s; ``FastStep`` is held to the same bits on one thread.)

    From a later epoch, the images and their order are those that followed in the training, and
    the rates too.  What a run does not keep begins anew: the optimiser's moments, and where the
    bends of handwriting and the zeros of dropout are drawn from.

    After the training's last step it goes on, at the last rate.  Weights are never averaged here.

    Args:
        model: is copied.
        split: what is learned from, ``splits.train``.
        epochs_done: after which epoch the model was taken; 0 for the untrained one.

    Attributes:
        model: as it is now, in training mode; to be read only.
        step: how many steps of the training are done.
    """

    def __init__(
        self, model: MLP, split: Split, config: TrainingConfig, *, epochs_done: int = 0
    ) -> None:
        self.config = config
        self.model = copy.deepcopy(model).to("cpu").train().requires_grad_()
        self._dropout = torch.Generator().manual_seed(seed_for("dropout", config.seed))
        self.model.draw_dropout_from(self._dropout)
        self._take = AutogradStep(self.model, config)
        self._batches = Batches(split, config, torch.device("cpu"))
        self._rates = learning_rates(config, self.steps_per_epoch * config.epochs)
        self.step = epochs_done * self.steps_per_epoch
        self._stream = self._all_batches(epochs_done)
        self._images, self._labels = next(self._stream)

    @property
    def steps_per_epoch(self) -> int:
        """How many batches make an epoch."""
        return len(self._batches)

    @property
    def epoch(self) -> int:
        """Which epoch the next batch is of, 1-based; beyond the config's after its last step."""
        return self.step // self.steps_per_epoch + 1

    @property
    def batch(self) -> int:
        """Which batch of its epoch the next one is, 1-based."""
        return self.step % self.steps_per_epoch + 1

    @property
    def learning_rate(self) -> float:
        """Of the next step."""
        return float(self._rates[min(self.step, len(self._rates) - 1)])

    def report(self) -> StepReport:
        """The next step taken apart; it is not taken."""
        return inspect_step(
            self.model,
            self._images,
            self._labels,
            self.config,
            self._take.optimizer.state_dict(),
            learning_rate=self.learning_rate,
            dropout=self._dropout,
            previous_gradients=self._gradients(),
        )

    def take_step(self) -> BatchMetrics | Diverged:
        """Take the next step; what ``train()`` would tell of it."""
        epoch, batch, rate = self.epoch, self.batch, self.learning_rate
        loss = self._take(self._images, self._labels, rate)[0].item()
        self.step += 1
        self._images, self._labels = next(self._stream)
        if not math.isfinite(loss):
            return Diverged(epoch, self.step, batch, loss)
        return BatchMetrics(epoch, self.step, loss, rate)

    def take_steps(self, count: int) -> Iterator[BatchMetrics | Diverged]:
        """Take ``count`` steps, each when it is asked for; ``Diverged``, if it comes, ends it."""
        for _ in range(count):
            event = self.take_step()
            yield event
            if isinstance(event, Diverged):
                return

    def _all_batches(self, epochs_done: int) -> Iterator[tuple[Tensor, Tensor]]:
        """Every batch from here on, epoch after epoch."""
        generator = torch.Generator().manual_seed(seed_for("order", self.config.seed))
        for _ in range(epochs_done):
            self._batches.order(generator)
        while True:
            yield from self._batches.take(self._batches.order(generator))

    def _gradients(self) -> list[Tensor] | None:
        """What the step before has left; None before the first."""
        gradients = [each.grad for each in self.model.parameters() if each.grad is not None]
        return gradients or None
