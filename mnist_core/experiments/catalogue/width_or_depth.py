"""One wide layer or four narrow ones, with as many parameters: hardly a difference here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mnist_core.config import TrainingConfig
from mnist_core.experiments.experiment import Experiment, Results, Verdict
from mnist_core.experiments.prediction import Choice

if TYPE_CHECKING:
    from mnist_core.data import Mnist

# Two accuracies no farther apart are the same: another seed changes as much.
SAME = 0.01
WIDE = TrainingConfig(
    hidden_sizes=(128,), learning_rate=0.002, schedule="one_cycle", training_images=20_000, epochs=3
)
DEEP = replace(WIDE, hidden_sizes=(96, 96, 96, 96))


def _measure(results: Results, mnist: Mnist) -> Verdict:
    wide, deep = results["wide"].test_accuracy, results["deep"].test_accuracy
    outcome = "same" if abs(wide - deep) <= SAME else "wide" if wide > deep else "deep"
    figures = {
        "wide_accuracy": wide,
        "deep_accuracy": deep,
        "apart_points": abs(wide - deep),
    }
    return Verdict(outcome, outcome == "same", figures)


EXPERIMENT = Experiment(
    group="network",
    plans={"wide": WIDE, "deep": DEEP},
    question=Choice(("wide", "deep", "same")),
    measure=_measure,
    then=replace(DEEP, activation="sigmoid"),
    facts={
        "same_points": SAME,
        "wide_parameters": WIDE.parameters,
        "deep_parameters": DEEP.parameters,
    },
)
