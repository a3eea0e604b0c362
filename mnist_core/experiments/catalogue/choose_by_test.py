"""Twenty runs, and the best by the test set is taken: part of its lead was luck with these images.

The bias of choosing by the data that one reports: Cawley and Talbot, JMLR 11 (2010).
"""

from __future__ import annotations

from dataclasses import replace

import torch

from mnist_core.config import TEST_IMAGES, TrainingConfig
from mnist_core.data import Mnist
from mnist_core.evaluation import predict_all
from mnist_core.experiments.experiment import Experiment, Results, Verdict
from mnist_core.experiments.prediction import Choice

RUNS = 20
# Every fiftieth of MNIST's test images chooses; no run has learned from the others either.
EVERY = 50
FIRST = TrainingConfig(hidden_sizes=(32,), training_images=2_000, epochs=2)


def _measure(results: Results, mnist: Mnist) -> Verdict:
    right = torch.stack(
        [
            torch.from_numpy(predict_all(run.model, mnist.test.images).argmax(axis=1))
            == mnist.test.labels
            for run in results.values()
        ]
    ).double()  # (runs, test images)
    chosen = torch.arange(right.shape[1]) % EVERY == 0
    choosing, fresh = right[:, chosen].mean(dim=1), right[:, ~chosen].mean(dim=1)
    best = int(choosing.argmax())
    lead = float(choosing[best] - choosing.mean())
    kept = float(fresh[best] - fresh.mean())
    figures = {
        "best_accuracy": float(choosing[best]),
        "mean_accuracy": float(choosing.mean()),
        "lead_points": lead,
        "best_fresh_accuracy": float(fresh[best]),
        "mean_fresh_accuracy": float(fresh.mean()),
        "kept_points": kept,
        "better_runs": int((fresh > fresh[best]).sum()),
    }
    outcome = "most" if kept > 0.75 * lead else "part" if kept > 0.25 * lead else "nothing"
    return Verdict(outcome, outcome != "most", figures)


EXPERIMENT = Experiment(
    group="honesty",
    plans={f"run_{seed + 1}": replace(FIRST, seed=seed) for seed in range(RUNS)},
    question=Choice(("most", "part", "nothing")),
    measure=_measure,
    then=replace(FIRST, training_images=60_000, validation_size=10_000),
    facts={
        "runs": RUNS,
        "test_images": TEST_IMAGES // EVERY,
        "fresh_images": TEST_IMAGES - TEST_IMAGES // EVERY,
    },
)
