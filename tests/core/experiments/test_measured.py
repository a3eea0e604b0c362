"""The evidence is that of the very run: its first batch, and what is no finite number is said."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest
import torch

from mnist_core.data.batches import Batches
from mnist_core.data.mnist import Mnist
from mnist_core.experiments import faults
from mnist_core.experiments.evidence import Evidence
from mnist_core.experiments.faults import FAULTS
from mnist_core.experiments.measured import evidence_of
from mnist_core.experiments.mystery import MysteryRun, train_with


def short_run(fault: str, mnist: Mnist, monkeypatch: pytest.MonkeyPatch) -> MysteryRun:
    shorter = replace(faults.HEALTHY, training_images=1_000, epochs=1)
    monkeypatch.setattr(faults, "HEALTHY", shorter)
    events = train_with(FAULTS[fault], 3, mnist)
    while True:
        try:
            next(events)
        except StopIteration as end:
            run: MysteryRun = end.value
            return run


@pytest.mark.parametrize("fault", ["wrong_labels", "sorted_images", "not_normalized"])
def test_the_batch_is_the_first(
    fault: str, small_mnist: Mnist, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = short_run(fault, small_mnist, monkeypatch)
    batch = evidence_of(fault, run, small_mnist).batch
    batches = Batches(run.splits.train, run.config, torch.device("cpu"))
    generator = torch.Generator().manual_seed(run.config.seed)
    images, labels = next(iter(batches.take(batches.order(generator))))
    assert batch.labels == tuple(labels[:32].tolist())
    assert batch.lowest == pytest.approx(float(images.min()), rel=1e-3)
    assert batch.deviation == pytest.approx(float(images.std()), rel=1e-3)
    shown = torch.from_numpy(batch.images.copy()).flatten(1).float()
    given = images[:32].flatten(1)
    assert torch.corrcoef(torch.stack([shown.flatten(), given.flatten()]))[0, 1] > 0.9999
    assert (batch.wrong > 0) == (fault == "wrong_labels")


def test_what_is_not_finite(small_mnist: Mnist, monkeypatch: pytest.MonkeyPatch) -> None:
    run = short_run("weights_zero", small_mnist, monkeypatch)
    with torch.no_grad():
        for parameter in run.model.parameters():
            parameter.fill_(float("nan"))
    run.step.sizes[2] = [(float("inf"), float("nan"))] * 2
    evidence = evidence_of("weights_zero", run, small_mnist)
    assert evidence.weights.largest is None and evidence.scores["test"].loss is None
    assert evidence.gradients[1].taken == (None, None)
    assert Evidence.from_dict(json.loads(json.dumps(evidence.to_dict(), allow_nan=False))) == (
        evidence
    )
    assert math.isnan(evidence.figures()["weight_value"])
