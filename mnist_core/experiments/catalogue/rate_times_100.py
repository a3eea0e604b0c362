"""A hundred times a learning rate that works: the loss explodes, and nothing is learned."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mnist_core.config import TrainingConfig
from mnist_core.experiments.experiment import Experiment, Results, Verdict
from mnist_core.experiments.prediction import Choice

if TYPE_CHECKING:
    from mnist_core.data import Mnist

# Guessing gives 10 %, and always the commonest digit 11 %.
NOTHING_LEARNED = 0.2
USUAL = TrainingConfig(
    hidden_sizes=(128,), optimizer="sgd", learning_rate=0.1, training_images=10_000, epochs=2
)


def _measure(results: Results, mnist: Mnist) -> Verdict:
    usual, hundredfold = results["usual"], results["hundredfold"]
    if hundredfold.diverged or hundredfold.test_accuracy < NOTHING_LEARNED:
        outcome = "nothing"
    else:
        outcome = "better" if hundredfold.test_accuracy >= usual.test_accuracy else "worse"
    figures = {
        "first_loss": hundredfold.loss_curve[0][1],
        "peak_loss": float(hundredfold.history.batch_losses.max()),
        "usual_accuracy": usual.test_accuracy,
        "hundredfold_accuracy": hundredfold.test_accuracy,
    }
    return Verdict(outcome, outcome == "nothing", figures)


EXPERIMENT = Experiment(
    group="settings",
    plans={"usual": USUAL, "hundredfold": replace(USUAL, learning_rate=10.0)},
    question=Choice(("better", "worse", "nothing")),
    measure=_measure,
    then=replace(USUAL, learning_rate=0.5),
    facts={"usual_rate": 0.1, "hundredfold_rate": 10.0, "then_rate": 0.5},
)
