"""The steps that visitors look into, held in bounded memory.

A network of 535,818 weights takes some 40 MB here: the weights, their gradients, what the optimiser
keeps, and the report of the step.  Where many look at once, who has looked last is held.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

import numpy as np
import torch

from mnist_core.inspection import (
    Stage,
    Stepper,
    StepReport,
    curve_rates,
    loss_by_learning_rate,
)
from mnist_core.tracking import Diverged, NoWeights
from ui.step.state import Source

HELD_BYTES = 256_000_000
# Weights times images times steps that a core works through in half a second (a slow one in two).
MOMENT = 4_000_000_000
CURVE_STEPS = 10  # the curve takes as long as so many steps
RATES_AT_ONCE = 8
COPIES = 4  # of the weights: themselves, their gradients, and two moments


@dataclass
class Inspected:
    """A training at one moment, and its next step taken apart.

    Attributes:
        source: of which training, and when; without its epoch if those weights are lost.
        training_images: how many an epoch has.
        lost: why the weights are.
        losses: number of each step taken here -> its batch's loss before it.
        diverged: the step in which the loss became no number, once it did.
        report: the next step, not yet taken.
        first_nonfinite: where in it the numbers end, if they do.
        curve: learning rates and the loss after this step with each, float (R,), once computed.
    """

    stepper: Stepper
    source: Source
    training_images: int
    lost: NoWeights | None = None
    losses: dict[int, float] = field(default_factory=dict)
    diverged: Diverged | None = None
    report: StepReport = field(init=False)
    first_nonfinite: Stage | None = field(init=False)
    curve: tuple[np.ndarray, np.ndarray] | None = field(init=False)

    def __post_init__(self) -> None:
        self._look()

    def _look(self) -> None:
        self.report = self.stepper.report()
        self.first_nonfinite = self.report.first_nonfinite
        self.curve = None

    def take(self, count: int) -> Generator[int, None, None]:
        """Take so many steps, or until the loss is no number; yields how many are taken.

        Whenever it is ended, ``report`` is of the step that would come next.
        """
        try:
            for number, event in enumerate(self.stepper.take_steps(count), start=1):
                self.losses[event.step] = event.loss
                if isinstance(event, Diverged):
                    self.diverged = event
                yield number
        finally:
            self._look()

    def work_out_curve(self) -> Generator[int, None, None]:
        """Fill in ``curve``; yields how many of its rates are done."""
        report = self.report
        rates = curve_rates(report.rule.learning_rate)
        parts = []
        for part in rates.split(RATES_AT_ONCE):
            parts.append(loss_by_learning_rate(report, part))
            yield RATES_AT_ONCE * len(parts)
        if report is self.report:
            self.curve = rates.numpy(), torch.cat(parts).numpy()

    def takes_a_moment(self, steps: int) -> bool:
        """Whether so many steps are done in half a second or so: the page can wait for them."""
        return steps * self.source.config.parameters * len(self.report.batch) <= MOMENT

    @property
    def nbytes(self) -> int:
        weights: int = sum(4 * each.numel() for each in self.stepper.model.parameters())
        return self.report.nbytes + COPIES * weights


class Held:
    """What was looked at last, as much as fits; safe to use from every visit's thread."""

    def __init__(self, maximum: int = HELD_BYTES) -> None:
        self._maximum = maximum
        self._lock = threading.Lock()
        self._of: OrderedDict[str, tuple[Source, Inspected]] = OrderedDict()

    def get(
        self, visit: str, source: Source, make: Callable[[], Inspected]
    ) -> tuple[Inspected, bool]:
        """The visit's, made where it has none of this source; and whether it was made."""
        with self._lock:
            found = self._of.get(visit)
            if found is not None and found[0] == source:
                self._of.move_to_end(visit)
                return found[1], False
        made = make()
        with self._lock:
            self._of[visit] = (source, made)
            self._of.move_to_end(visit)
            while len(self._of) > 1 and self._nbytes() > self._maximum:
                self._of.popitem(last=False)
        return made, True

    def forget(self, visit: str) -> None:
        """Let the next `get` begin anew."""
        with self._lock:
            self._of.pop(visit, None)

    def _nbytes(self) -> int:
        return sum(inspected.nbytes for _source, inspected in self._of.values())
