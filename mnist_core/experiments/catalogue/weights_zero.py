"""All weights zero at the start: all neurons of a layer are alike, and stay so."""

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
RANDOM = TrainingConfig(hidden_sizes=(128,), training_images=10_000, epochs=2)


def _measure(results: Results, mnist: Mnist) -> Verdict:
    random, zeros = results["random"], results["zeros"]
    if zeros.test_accuracy < NOTHING_LEARNED:
        outcome = "nothing"
    else:
        outcome = "same" if zeros.test_accuracy > random.test_accuracy - 0.01 else "slower"
    moved = [bool(layer.weight.any()) for layer in zeros.model.linear_layers]
    figures = {
        "random_accuracy": random.test_accuracy,
        "zeros_accuracy": zeros.test_accuracy,
        "zeros_loss": zeros.loss_curve[-1][1],
        "moved_layers": sum(moved),
    }
    return Verdict(outcome, outcome == "nothing" and not any(moved), figures)


EXPERIMENT = Experiment(
    group="network",
    plans={"random": RANDOM, "zeros": replace(RANDOM, initial_weights="zeros")},
    question=Choice(("same", "slower", "nothing")),
    measure=_measure,
    then=replace(RANDOM, initial_weights="normal"),
    facts={"steps": RANDOM.epochs * RANDOM.steps_per_epoch()},
)
