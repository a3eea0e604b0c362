"""No hidden layer: a network that only adds up evidence, pixel by pixel, is not bad."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mnist_core.config import TrainingConfig
from mnist_core.experiments.experiment import Experiment, Results, Verdict
from mnist_core.experiments.prediction import Number

if TYPE_CHECKING:
    from mnist_core.data import Mnist

HIDDEN = TrainingConfig(hidden_sizes=(128,), training_images=20_000, epochs=3)
NONE = replace(HIDDEN, hidden_sizes=())


def _measure(results: Results, mnist: Mnist) -> Verdict:
    none, hidden = results["none"], results["hidden"]
    figures = {
        "none_accuracy": none.test_accuracy,
        "hidden_accuracy": hidden.test_accuracy,
        "gained_points": hidden.test_accuracy - none.test_accuracy,
    }
    held = figures["gained_points"] > 0.01 and none.test_accuracy > 0.8
    return Verdict(none.test_accuracy, held, figures)


EXPERIMENT = Experiment(
    group="network",
    plans={"none": NONE, "hidden": HIDDEN},
    question=Number(0.0, 1.0, 0.01, "accuracy", near=0.04),
    measure=_measure,
    then="no_activation",
    facts={"none_parameters": NONE.parameters, "hidden_parameters": HIDDEN.parameters},
)
