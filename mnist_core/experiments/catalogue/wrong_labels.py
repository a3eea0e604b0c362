"""30 % wrong labels: the network is hardly fooled, as long as it does not learn them by heart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mnist_core.config import TrainingConfig
from mnist_core.experiments.experiment import Experiment, Results, Verdict
from mnist_core.experiments.prediction import Number

if TYPE_CHECKING:
    from mnist_core.data import Mnist

RIGHT = TrainingConfig(hidden_sizes=(128,), training_images=20_000, epochs=2)
WRONG = replace(RIGHT, label_noise=0.3)


def _measure(results: Results, mnist: Mnist) -> Verdict:
    right, wrong = results["right"], results["wrong"]
    figures = {
        "right_accuracy": right.test_accuracy,
        "wrong_accuracy": wrong.test_accuracy,
        "lost_points": right.test_accuracy - wrong.test_accuracy,
        "wrong_train_accuracy": wrong.last.train_accuracy,
    }
    return Verdict(wrong.test_accuracy, figures["lost_points"] < 0.05, figures)


EXPERIMENT = Experiment(
    group="data",
    plans={"right": RIGHT, "wrong": WRONG},
    question=Number(0.0, 1.0, 0.01, "accuracy", near=0.05),
    measure=_measure,
    then=replace(WRONG, epochs=20),
    facts={"wrong_labels": WRONG.wrong_labels},
)
