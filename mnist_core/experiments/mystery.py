"""A mystery run: a training with one hidden fault; and the same one mended."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mnist_core.config import TrainingConfig
from mnist_core.experiments.curves import QUANTITIES, curve_of
from mnist_core.experiments.evidence import Curves, Evidence
from mnist_core.experiments.faults import FAULTS, Fault, fault_of
from mnist_core.experiments.perform import Progress
from mnist_core.tracking import BatchMetrics, History, HistorySnapshot

if TYPE_CHECKING:
    from mnist_core.data import Mnist, Split, Splits
    from mnist_core.experiments.watched_step import WatchedStep
    from mnist_core.model import MLP

MYSTERY = "mystery"  # its key, beside those of the experiments
# Steps whose gradients are noted; and the last one.
WATCHED = (1, 10, 100)


@dataclass(frozen=True, slots=True)
class MysteryRun:
    """A run when it is over.

    Attributes:
        model: in eval mode, with the weights of the end.
        splits: what it used; the images of ``fresh`` are in none of them.
    """

    config: TrainingConfig
    history: HistorySnapshot
    model: MLP
    splits: Splits
    fresh: Split
    step: WatchedStep


def perform_mystery(
    seed: int,
    load_data: Callable[[], Mnist],
    concluded: Callable[[Evidence], None] = lambda evidence: None,
) -> Generator[Progress, None, Evidence]:
    """Train the run of this seed, fault and all; an event a batch, see ``perform``.

    Args:
        load_data: gives MNIST; called when the first event is asked for.
        concluded: told the evidence before it is returned.
    """
    from mnist_core.experiments.measured import evidence_of

    mnist, name = load_data(), fault_of(seed)
    run = yield from train_with(FAULTS[name], seed, mnist)
    evidence = evidence_of(name, run, mnist)
    concluded(evidence)
    return evidence


def perform_mended(
    seed: int,
    load_data: Callable[[], Mnist],
    concluded: Callable[[Curves], None] = lambda curves: None,
) -> Generator[Progress, None, Curves]:
    """Train the same run without its fault."""
    run = yield from train_with(Fault(), seed, load_data())
    curves = curves_of(run.history)
    concluded(curves)
    return curves


def curves_of(history: HistorySnapshot) -> Curves:
    """All curves, as far as the training is."""
    return {quantity: curve_of(history, quantity) for quantity in QUANTITIES}


def train_with(fault: Fault, seed: int, mnist: Mnist) -> Generator[Progress, None, MysteryRun]:
    """Train the healthy network on what the fault leaves of the program."""
    from mnist_core.experiments.mystery_data import fresh_images, splits_with
    from mnist_core.experiments.watched_step import WatchedStep
    from mnist_core.model import build_model
    from mnist_core.training import train

    config = fault.config(seed)
    splits, fresh = splits_with(fault, config, mnist), fresh_images(config, mnist)
    steps = config.epochs * config.steps_per_epoch(len(splits.train))
    model, history = build_model(config), History()
    step = WatchedStep(
        model, config, clears_gradients=fault.clears_gradients, watched=(*WATCHED, steps)
    )
    for event in train(model, splits, config, step=step):
        history.append(event)
        if isinstance(event, BatchMetrics):
            yield Progress("", event.step, steps, {"": history.snapshot()})
    return MysteryRun(config, history.snapshot(), model.eval(), splits, fresh, step)
