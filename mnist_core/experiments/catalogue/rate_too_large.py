"""Thirty times a learning rate that works: the loss shoots up first, and stays behind."""

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
USUAL = TrainingConfig(hidden_sizes=(128,), learning_rate=0.001, training_images=10_000, epochs=2)


def _measure(results: Results, mnist: Mnist) -> Verdict:
    usual, large = results["usual"], results["large"]
    lost = usual.test_accuracy - large.test_accuracy
    outcome = "same" if abs(lost) <= SAME else "worse" if lost > 0 else "better"
    losses = large.history.batch_losses
    figures = {
        "first_loss": float(losses[0]),
        "peak_loss": float(losses.max()),
        "peak_step": int(losses.argmax()) + 1,
        "usual_accuracy": usual.test_accuracy,
        "large_accuracy": large.test_accuracy,
        "lost_points": lost,
    }
    thrown = figures["peak_loss"] > 1.5 * figures["first_loss"]
    return Verdict(outcome, outcome == "worse" and thrown, figures)


EXPERIMENT = Experiment(
    group="settings",
    plans={"usual": USUAL, "large": replace(USUAL, learning_rate=0.03)},
    question=Choice(("better", "same", "worse")),
    measure=_measure,
    then=replace(USUAL, learning_rate=0.03, schedule="one_cycle"),
    facts={"usual_rate": 0.001, "large_rate": 0.03},
)
