"""*Prepare for real handwriting*, judged on digits that were drawn and are not MNIST's."""

from __future__ import annotations

from dataclasses import replace

from mnist_core.config import PRESETS, TrainingConfig
from mnist_core.data import Mnist
from mnist_core.experiments.drawn_digits import drawn_digits
from mnist_core.experiments.experiment import Experiment, Results, Verdict
from mnist_core.experiments.prediction import Number
from mnist_core.training import evaluate

PLAIN = TrainingConfig(
    hidden_sizes=(128,),
    learning_rate=0.002,
    batch_size=128,
    epochs=5,
    schedule="one_cycle",
    training_images=30_000,
)


def _measure(results: Results, mnist: Mnist) -> Verdict:
    figures: dict[str, float] = {}
    for name, run in results.items():
        figures[f"{name}_test_accuracy"] = run.test_accuracy
        figures[f"{name}_tidy_accuracy"] = evaluate(run.model, drawn_digits("tidy")).accuracy
        figures[f"{name}_hurried_accuracy"] = evaluate(run.model, drawn_digits("hurried")).accuracy
    plain, prepared = (figures[f"{name}_hurried_accuracy"] for name in ("plain", "prepared"))
    figures["lost_points"] = figures["prepared_test_accuracy"] - prepared
    figures["gained_points"] = prepared - plain
    figures["gained_test_points"] = (
        figures["prepared_test_accuracy"] - figures["plain_test_accuracy"]
    )
    return Verdict(prepared, figures["lost_points"] > 0.05, figures)


EXPERIMENT = Experiment(
    group="honesty",
    plans={"plain": PLAIN, "prepared": replace(PLAIN, handwriting=True)},
    question=Number(0.0, 1.0, 0.01, "accuracy", near=0.05),
    measure=_measure,
    then=PRESETS["handwriting"],
    facts={"hurried_digits": 300, "tidy_digits": 200},
)
