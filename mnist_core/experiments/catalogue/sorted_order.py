"""Images that come sorted by digit: the network forgets each digit for the next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mnist_core.config import TrainingConfig
from mnist_core.experiments.experiment import Experiment, Results, Verdict
from mnist_core.experiments.prediction import Number

if TYPE_CHECKING:
    from mnist_core.data import Mnist

SHUFFLED = TrainingConfig(hidden_sizes=(128,), training_images=10_000, epochs=2)


def _measure(results: Results, mnist: Mnist) -> Verdict:
    shuffled, ordered = results["shuffled"], results["sorted"]
    figures = {
        "shuffled_accuracy": shuffled.test_accuracy,
        "sorted_accuracy": ordered.test_accuracy,
        "lost_points": shuffled.test_accuracy - ordered.test_accuracy,
    }
    return Verdict(ordered.test_accuracy, figures["lost_points"] > 0.2, figures)


EXPERIMENT = Experiment(
    group="data",
    plans={"shuffled": SHUFFLED, "sorted": replace(SHUFFLED, order="sorted")},
    question=Number(0.0, 1.0, 0.01, "accuracy", near=0.1),
    measure=_measure,
    then=replace(SHUFFLED, order="unshuffled"),
)
