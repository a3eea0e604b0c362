"""500 training images: all of them known by heart, and new ones less well."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mnist_core.config import TrainingConfig
from mnist_core.experiments.experiment import Experiment, Results, Verdict
from mnist_core.experiments.prediction import Line, Sketch

if TYPE_CHECKING:
    from mnist_core.data import Mnist

FEW = TrainingConfig(hidden_sizes=(128,), training_images=500, epochs=20)


def _measure(results: Results, mnist: Mnist) -> Verdict:
    few, many = results["few"], results["many"]
    figures = {
        "few_train_accuracy": few.last.train_accuracy,
        "few_accuracy": few.test_accuracy,
        "gap_points": few.last.train_accuracy - few.test_accuracy,
        "many_train_accuracy": many.last.train_accuracy,
        "many_accuracy": many.test_accuracy,
        "many_gap_points": many.last.train_accuracy - many.test_accuracy,
    }
    held = figures["gap_points"] > 0.05 and figures["many_gap_points"] < 0.03
    return Verdict(None, held, figures)


EXPERIMENT = Experiment(
    group="data",
    plans={"few": FEW, "many": replace(FEW, training_images=20_000, epochs=2)},
    question=Sketch((Line("few", "train_accuracy"), Line("few", "test_accuracy")), 0.0, 1.0),
    measure=_measure,
    then=replace(FEW, handwriting=True),
    facts={"few_images": 500, "many_images": 20_000},
)
