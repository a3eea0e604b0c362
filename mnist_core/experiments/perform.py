"""An experiment's short runs, one after the other, and the verdict on them."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mnist_core.config import TrainingConfig
from mnist_core.experiments.experiment import Experiment, Trained
from mnist_core.experiments.outcome import Outcome, outcome_of
from mnist_core.tracking import BatchMetrics, History, HistorySnapshot

if TYPE_CHECKING:
    from mnist_core.data import Mnist


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an experiment is.

    Attributes:
        plan: which plan is in training, or was the last.
        step, steps: batches done and to be done, of all plans together; plans that diverged are
            counted as done.
        histories: of all plans that have begun, in order; ``curve_of`` makes curves of them.
    """

    plan: str
    step: int
    steps: int
    histories: Mapping[str, HistorySnapshot]


def perform(
    experiment: Experiment,
    load_data: Callable[[], Mnist],
    seed: int = 0,
    concluded: Callable[[Outcome], None] = lambda outcome: None,
) -> Generator[Progress, None, Outcome]:
    """Train the plans and measure; a generator of an event a batch, which returns the outcome.

    Nothing happens between two events: stopping is ceasing to iterate.  It is meant for a job of
    the queue, and knows no thread, clock or file.

    Args:
        load_data: gives MNIST; called when the first event is asked for.
        seed: 0 for the plans' own random numbers, see :meth:`Experiment.plans_for`.
        concluded: told the outcome before it is returned: whoever wants to keep it need not wait
            for the end.
    """
    # PyTorch, which whoever only lists the experiments does without.
    from mnist_core.data import splits_for
    from mnist_core.model import build_model
    from mnist_core.training import evaluate, train

    mnist = load_data()
    plans = experiment.plans_for(seed)
    steps = sum(_steps(config) for config in plans.values())
    done = 0
    results: dict[str, Trained] = {}
    for plan, config in plans.items():
        splits = splits_for(mnist, config)
        model, history = build_model(config), History()
        for event in train(model, splits, config):
            history.append(event)
            if isinstance(event, BatchMetrics):
                histories = {name: run.history for name, run in results.items()}
                yield Progress(
                    plan, done + event.step, steps, {**histories, plan: history.snapshot()}
                )
        done += _steps(config)
        run = history.snapshot()
        fine = run.diverged is None
        accuracy = (
            run.epochs[-1].held_out_accuracy if fine else evaluate(model, splits.test).accuracy
        )
        results[plan] = Trained(config, run, model.eval(), accuracy)
    outcome = outcome_of(experiment.measure(results, mnist), results)
    concluded(outcome)
    return outcome


def _steps(config: TrainingConfig) -> int:
    return config.epochs * config.steps_per_epoch()
