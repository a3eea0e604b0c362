"""A training's curves in few points, from the first batch on, and finite whatever happened."""

from __future__ import annotations

import math

import pytest

from mnist_core.config.training_config import TrainingConfig
from mnist_core.experiments.curves import curve_of, horizontal
from mnist_core.tracking.history import History, HistorySnapshot
from mnist_core.tracking.metrics import BatchMetrics, EpochMetrics


def history_of(losses: list[float], epochs: int = 0) -> HistorySnapshot:
    history = History()
    for step, loss in enumerate(losses, start=1):
        history.append(BatchMetrics(1, step, loss, 0.1))
    for epoch in range(1, epochs + 1):
        history.append(EpochMetrics(epoch, 1 / epoch, 0.5, 2 / epoch, 0.25, 0.1))
    return history.snapshot()


def test_training_loss() -> None:
    """The first batch's loss, then the mean of the batches since the last point."""
    points = curve_of(history_of([2.0, 1.0, 3.0, 5.0, 7.0]), "train_loss", 3)
    assert points == ((1, 2.0), (3, 2.0), (5, 6.0))
    assert curve_of(history_of([2.0]), "train_loss") == ((1, 2.0),)
    assert len(curve_of(history_of([1.0] * 1000), "train_loss")) == 40


def test_epochs() -> None:
    history = history_of([], 3)
    assert curve_of(history, "test_loss") == ((1, 2.0), (2, 1.0), (3, 0.6667))
    assert curve_of(history, "train_accuracy") == ((1, 0.5), (2, 0.5), (3, 0.5))
    assert [x for x, _ in curve_of(history_of([], 50), "test_accuracy", 3)] == [1, 25, 50]


@pytest.mark.parametrize("strange", [math.nan, math.inf])
def test_curve_of_a_run_that_broke_down(strange: float) -> None:
    assert curve_of(history_of([2.0, 1e30, strange, 1.0]), "train_loss") == ((1, 2.0), (2, 1e6))
    assert curve_of(history_of([strange]), "train_loss") == ()


def test_horizontal() -> None:
    config = TrainingConfig(training_images=1000, batch_size=64, epochs=3)
    assert horizontal(config, "train_loss") == (1, 48)
    assert horizontal(config, "test_accuracy") == (1, 3)
