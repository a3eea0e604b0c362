"""A hundredth of a learning rate that works: the loss falls steadily and gets nowhere in time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mnist_core.config import TrainingConfig
from mnist_core.experiments.experiment import Experiment, Results, Verdict
from mnist_core.experiments.prediction import Line, Sketch

if TYPE_CHECKING:
    from mnist_core.data import Mnist

USUAL = TrainingConfig(hidden_sizes=(128,), learning_rate=0.001, training_images=10_000, epochs=2)


def _measure(results: Results, mnist: Mnist) -> Verdict:
    usual, small = results["usual"], results["small"]
    figures = {
        "first_loss": small.loss_curve[0][1],
        "small_loss": small.loss_curve[-1][1],
        "usual_loss": usual.loss_curve[-1][1],
        "small_accuracy": small.test_accuracy,
        "usual_accuracy": usual.test_accuracy,
        "steps": small.history.steps,
    }
    fell = figures["small_loss"] < figures["first_loss"]
    behind = figures["small_loss"] > 2 * figures["usual_loss"]
    return Verdict(None, fell and behind, figures)


EXPERIMENT = Experiment(
    group="settings",
    plans={"usual": USUAL, "small": replace(USUAL, learning_rate=0.00001)},
    question=Sketch((Line("small", "train_loss"),), 0.0, 3.0),
    measure=_measure,
    then=replace(USUAL, learning_rate=0.00001, epochs=20),
    facts={"usual_rate": 0.001, "small_rate": 0.00001},
)
