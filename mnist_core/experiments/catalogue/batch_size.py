"""Batches of 16, 64 and 1,024 at one learning rate: few large batches are few steps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mnist_core.config import TrainingConfig
from mnist_core.experiments.experiment import Experiment, Results, Verdict
from mnist_core.experiments.prediction import Choice

if TYPE_CHECKING:
    from mnist_core.data import Mnist

MIDDLE = TrainingConfig(
    hidden_sizes=(128,), optimizer="sgd", learning_rate=0.01, training_images=10_000, epochs=2
)
SIZES = {"small": 16, "middle": MIDDLE.batch_size, "large": 1024}


def _measure(results: Results, mnist: Mnist) -> Verdict:
    figures: dict[str, float] = {}
    for name, run in results.items():
        figures[f"{name}_accuracy"] = run.test_accuracy
        figures[f"{name}_steps"] = run.history.steps
    small, middle, large = (figures[f"{name}_accuracy"] for name in SIZES)
    best = max(results, key=lambda name: results[name].test_accuracy)
    return Verdict(best, small > middle > large, figures)


EXPERIMENT = Experiment(
    group="settings",
    plans={name: replace(MIDDLE, batch_size=size) for name, size in SIZES.items()},
    question=Choice(tuple(SIZES)),
    measure=_measure,
    then=replace(MIDDLE, batch_size=1024, learning_rate=0.1),
    facts={**{f"{name}_batch": size for name, size in SIZES.items()}, "usual_rate": 0.01},
)
