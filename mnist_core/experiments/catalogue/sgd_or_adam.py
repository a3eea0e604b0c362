"""SGD and Adam at one small learning rate: Adam's steps are larger where gradients are small."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mnist_core.config import TrainingConfig
from mnist_core.experiments.experiment import Experiment, Results, Verdict
from mnist_core.experiments.prediction import Line, Sketch

if TYPE_CHECKING:
    from mnist_core.data import Mnist

ADAM = TrainingConfig(
    hidden_sizes=(128,), optimizer="adam", learning_rate=0.0005, training_images=10_000, epochs=2
)


def _measure(results: Results, mnist: Mnist) -> Verdict:
    figures: dict[str, float] = {}
    for name, run in results.items():
        figures[f"{name}_loss"] = run.loss_curve[-1][1]
        figures[f"{name}_accuracy"] = run.test_accuracy
    return Verdict(None, figures["sgd_loss"] > 1.5 * figures["adam_loss"], figures)


EXPERIMENT = Experiment(
    group="settings",
    plans={"sgd": replace(ADAM, optimizer="sgd"), "adam": ADAM},
    question=Sketch((Line("sgd", "train_loss"), Line("adam", "train_loss")), 0.0, 3.0),
    measure=_measure,
    then=replace(ADAM, optimizer="sgd", learning_rate=0.05),
    facts={"usual_rate": 0.0005, "then_rate": 0.05},
)
