"""Pixels from 0 to 1 instead of normalised ones: the same network learns more slowly."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mnist_core.config import TrainingConfig
from mnist_core.experiments.experiment import Experiment, Results, Verdict
from mnist_core.experiments.prediction import Choice

if TYPE_CHECKING:
    from mnist_core.data import Mnist

# Two accuracies no farther apart are the same: another seed changes as much.
SAME = 0.005
NORMALIZED = TrainingConfig(
    hidden_sizes=(128,), optimizer="sgd", learning_rate=0.01, training_images=10_000, epochs=2
)


def _measure(results: Results, mnist: Mnist) -> Verdict:
    normalized, scaled = results["normalized"], results["scaled"]
    lost = normalized.test_accuracy - scaled.test_accuracy
    outcome = "same" if abs(lost) <= SAME else "worse" if lost > 0 else "better"
    figures = {
        "normalized_accuracy": normalized.test_accuracy,
        "scaled_accuracy": scaled.test_accuracy,
        "lost_points": lost,
        "normalized_loss": normalized.loss_curve[-1][1],
        "scaled_loss": scaled.loss_curve[-1][1],
    }
    return Verdict(outcome, outcome == "worse", figures)


EXPERIMENT = Experiment(
    group="data",
    plans={"normalized": NORMALIZED, "scaled": replace(NORMALIZED, normalize=False)},
    question=Choice(("better", "same", "worse")),
    measure=_measure,
    then=replace(NORMALIZED, normalize=False, learning_rate=0.05),
)
