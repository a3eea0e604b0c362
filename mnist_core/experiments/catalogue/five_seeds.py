"""The same settings with five seeds: what comes out differs, by luck alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mnist_core.config import TrainingConfig
from mnist_core.experiments.experiment import Experiment, Results, Verdict
from mnist_core.experiments.prediction import Number

if TYPE_CHECKING:
    from mnist_core.data import Mnist

SEEDS = 5
FIRST = TrainingConfig(hidden_sizes=(32,), training_images=2_000, epochs=3)


def _measure(results: Results, mnist: Mnist) -> Verdict:
    accuracies = sorted(run.test_accuracy for run in results.values())
    figures = {
        "lowest_accuracy": accuracies[0],
        "middle_accuracy": accuracies[len(accuracies) // 2],
        "highest_accuracy": accuracies[-1],
        "spread_points": accuracies[-1] - accuracies[0],
    }
    return Verdict(figures["spread_points"], figures["spread_points"] > 0.002, figures)


EXPERIMENT = Experiment(
    group="honesty",
    plans={f"seed_{seed}": replace(FIRST, seed=seed) for seed in range(SEEDS)},
    question=Number(0.0, 0.1, 0.001, "points", near=0.004),
    measure=_measure,
    then="choose_by_test",
    facts={"seeds": SEEDS},
)
