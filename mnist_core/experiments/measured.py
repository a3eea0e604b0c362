"""The evidence of a mystery run, measured when it is over."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import torch

from mnist_core.config import seed_for
from mnist_core.data import Mnist, Split, inputs_for, order_of
from mnist_core.evaluation import confusion_matrix, digit_scores, predict_all, predicted_digits
from mnist_core.experiments.evidence import (
    STEPS,
    BatchSeen,
    Digits,
    Evidence,
    FirstWeights,
    GradientSizes,
    Score,
    Size,
    packed,
)
from mnist_core.experiments.faults import FAULTS
from mnist_core.experiments.mystery import MysteryRun, curves_of
from mnist_core.experiments.mystery_data import splits_with
from mnist_core.model import MLP
from mnist_core.training import evaluate

BATCH_SHOWN = 32
NEURONS_SHOWN = 16


def evidence_of(fault: str, run: MysteryRun, mnist: Mnist) -> Evidence:
    """All that the probes may show."""
    losses = run.history.batch_losses[np.isfinite(run.history.batch_losses)]
    splits = {"train": run.splits.train, "test": run.splits.test, "fresh": run.fresh}
    return Evidence(
        fault=fault,
        curves=curves_of(run.history),
        first_loss=_short(float(losses[0])),
        peak_loss=_short(float(losses.max())),
        diverged=run.history.diverged is not None,
        batch=_batch(fault, run, mnist),
        gradients=tuple(
            GradientSizes(
                step,
                tuple(_finite(taken) for taken, _own in sizes),
                tuple(_finite(own) for _taken, own in sizes),
            )
            for step, sizes in sorted(run.step.sizes.items())
        ),
        digits=_digits(run.model, run.splits.test),
        weights=_weights(run.model),
        scores={name: _score(run.model, split) for name, split in splits.items()},
    )


def _batch(fault: str, run: MysteryRun, mnist: Mnist) -> BatchSeen:
    """The first images that ``Batches`` gives out, with the labels that it gives them."""
    generator = torch.Generator().manual_seed(seed_for("order", run.config.seed))
    train = run.splits.train
    order = order_of(train.labels, run.config.order, generator)[: run.config.batch_size]
    batch = train.select(order)
    honest = splits_with(FAULTS[fault], replace(run.config, label_noise=0.0), mnist).train
    seen = inputs_for(run.model, batch.images)
    return BatchSeen(
        packed(batch.images[:BATCH_SHOWN].numpy()),
        tuple(batch.labels[:BATCH_SHOWN].tolist()),
        tuple(honest.labels[order[:BATCH_SHOWN]].tolist()),
        *(_short(float(each)) for each in (seen.min(), seen.max(), seen.mean(), seen.std())),
    )


def _digits(model: MLP, test: Split) -> Digits:
    answers = predicted_digits(predict_all(model, test.images))
    confusion = confusion_matrix(test.labels.numpy(), answers)
    return Digits(
        tuple(_short(each.recall) for each in digit_scores(confusion)),
        tuple(confusion.sum(axis=0).tolist()),
    )


def _weights(model: MLP) -> FirstWeights:
    """Of some neurons, on the scale of all."""
    weights = model.linear_layers[0].weight.detach().numpy()
    shown, largest = weights[:NEURONS_SHOWN], float(np.abs(weights).max())
    if not math.isfinite(largest):
        return FirstWeights(packed(np.zeros(shown.shape, dtype=np.int8)), None)
    levels = (shown / (largest or 1.0) * STEPS).round().astype(np.int8)
    return FirstWeights(packed(levels), _short(largest))


def _score(model: MLP, split: Split) -> Score:
    score = evaluate(model, split)
    return Score(_short(score.accuracy), _finite(score.loss))


def _finite(size: float) -> Size:
    return _short(size) if math.isfinite(size) else None


def _short(value: float) -> float:
    """Four digits are more than any eye sees, and short where they are kept."""
    return float(f"{value:.4g}")
