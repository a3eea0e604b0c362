"""The record of a training: append-only, cheap to look at."""

from __future__ import annotations

import dataclasses
import math
import threading

import numpy as np
import pytest

from mnist_core.tracking.history import SMOOTHING, History
from mnist_core.tracking.metrics import BatchMetrics, Diverged, EpochMetrics


def history_of(losses: list[float]) -> History:
    history = History("validation")
    for step, loss in enumerate(losses, start=1):
        history.append(BatchMetrics(1, step, loss, 0.001))
    return history


def test_events_are_kept_in_order() -> None:
    history = history_of([2.0, 1.0])
    epoch = EpochMetrics(1, 1.5, 0.5, 1.2, 0.6, 0.001)
    history.append(epoch)
    history.append(Diverged(2, 3, 1, math.nan))
    snapshot = history.snapshot()
    assert snapshot.batch_losses.tolist() == [2.0, 1.0]
    assert snapshot.batch_losses.dtype == np.float32
    assert snapshot.epochs == (epoch,)
    assert snapshot.diverged is not None and snapshot.diverged.step == 3
    assert snapshot.held_out_name == "validation"


def test_a_snapshot_never_changes_and_copies_nothing() -> None:
    history = history_of([float(n) for n in range(1000)])
    snapshot = history.snapshot()
    for step in range(1000, 5000):  # the buffer is replaced by longer ones meanwhile
        history.append(BatchMetrics(1, step, -1.0, 0.001))
    assert snapshot.batch_losses.tolist() == [float(n) for n in range(1000)]
    assert len(history.snapshot().batch_losses) == 5000
    assert np.shares_memory(history.snapshot().batch_losses, history.snapshot().batch_losses)
    with pytest.raises(ValueError, match="read-only"):
        snapshot.batch_losses[0] = 1.0
    with pytest.raises(dataclasses.FrozenInstanceError):
        snapshot.epochs = ()  # type: ignore[misc]


def test_smoothing_is_the_bias_corrected_moving_average() -> None:
    losses = [3.0, 1.0, 2.0, 0.5]
    weights = np.array([SMOOTHING**back for back in range(len(losses))][::-1])
    expected = [np.average(losses[:n], weights=weights[-n:]) for n in range(1, len(losses) + 1)]
    assert history_of(losses).snapshot().smoothed_losses() == pytest.approx(expected, rel=1e-6)


def test_smoothing_a_constant_gives_the_constant() -> None:
    assert history_of([0.7] * 3000).snapshot().smoothed_losses() == pytest.approx(0.7, rel=1e-6)


@pytest.mark.parametrize("points", [2, 10, 101, 400])
def test_downsampling_keeps_the_extremes(points: int) -> None:
    losses = np.random.default_rng(0).normal(size=4690)
    losses[1234], losses[4321] = 50.0, -50.0
    curve = history_of(losses.tolist()).snapshot().downsampled(points)
    assert len(curve.steps) <= points
    assert curve.losses.max() == 50.0
    assert curve.losses.min() == -50.0
    assert (np.diff(curve.steps) > 0).all()
    assert curve.losses == pytest.approx(losses[curve.steps - 1].astype(np.float32))
    assert len(curve.smoothed) == len(curve.steps)


def test_few_points_stay_as_they_are() -> None:
    curve = history_of([3.0, 2.0, 1.0]).snapshot().downsampled(100)
    assert curve.steps.tolist() == [1, 2, 3]
    assert curve.losses.tolist() == [3.0, 2.0, 1.0]
    assert History().snapshot().downsampled(100).steps.tolist() == []


def test_snapshots_taken_while_another_thread_appends_are_whole() -> None:
    history = History()
    done = threading.Event()

    def grow() -> None:
        for step in range(1, 20_001):
            history.append(BatchMetrics(1, step, float(step), 0.001))
        done.set()

    thread = threading.Thread(target=grow)
    thread.start()
    seen = 0
    while not done.is_set():
        losses = history.snapshot().batch_losses
        assert len(losses) >= seen
        seen = len(losses)
        assert seen == 0 or losses[-1] == seen
    thread.join()
    assert len(history.snapshot().batch_losses) == 20_000
