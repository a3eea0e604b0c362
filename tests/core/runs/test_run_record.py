"""What is told of a run while it trains."""

from __future__ import annotations

import math

import pytest

from mnist_core.config.training_config import TrainingConfig
from mnist_core.runs.run_record import RunRecord, with_epoch
from mnist_core.tracking.metrics import BatchMetrics, Diverged, EpochMetrics
from mnist_core.tracking.pace import SLICE_SECONDS, Pace
from mnist_core.tracking.run_snapshot import RunStatus
from tests.core.runs.run_helpers import Clock

CONFIG = TrainingConfig(hidden_sizes=(16,), epochs=2, batch_size=64)
IMAGES, STEPS = 150, 3  # the last batch has 22 images


def record(pace: Pace | None = None) -> RunRecord:
    made = RunRecord(CONFIG, "cpu", pace=pace or Pace())
    made.measure(IMAGES)
    return made


def batch(run: RunRecord, step: int) -> None:
    run.batch(BatchMetrics((step - 1) // STEPS + 1, step, 1 / step, 1e-3))


def epoch(number: int) -> EpochMetrics:
    return EpochMetrics(number, 0.5, 0.8, 0.4, 0.9, 1e-3)


def test_progress_and_epochs_end() -> None:
    run = record()
    assert (run.steps_per_epoch, run.total_steps, run.progress) == (STEPS, 2 * STEPS, 0.0)
    assert run.at_epoch_end
    for step in range(1, STEPS + 1):
        batch(run, step)
        assert not run.at_epoch_end
    run.finished_epoch(epoch(1), b"weights", (1,))
    assert run.at_epoch_end and run.progress == 0.5
    shown = run.snapshot(RunStatus.RUNNING)
    assert (shown.epoch, shown.step, shown.weights_epochs, shown.has_model) == (
        1,
        STEPS,
        (1,),
        True,
    )


def test_a_smaller_last_batch_has_fewer_images() -> None:
    clock = Clock()
    pace = Pace(clock)
    run = record(pace)
    pace.go()
    for step in range(1, STEPS + 1):
        clock.now += SLICE_SECONDS
        batch(run, step)
    assert pace.images_per_second == pytest.approx(IMAGES / (STEPS * SLICE_SECONDS))
    left = run.snapshot(RunStatus.RUNNING).seconds_left
    assert left == pytest.approx(STEPS * SLICE_SECONDS)  # as much again, for the second epoch


def test_only_a_run_that_trains_has_time_left() -> None:
    run = record()
    running = run.snapshot(RunStatus.RUNNING, None, 3, 9.0)
    assert (running.queue_position, running.wait_seconds) == (0, 0.0)
    waiting = run.snapshot(RunStatus.QUEUED, None, 3, 9.0)
    assert (waiting.queue_position, waiting.wait_seconds, waiting.seconds_left) == (3, 9.0, None)


def test_where_it_diverged() -> None:
    run = record()
    run.diverged(Diverged(2, 4, 1, math.inf))
    shown = run.snapshot(RunStatus.DIVERGED)
    assert (shown.epoch, shown.step, shown.has_model) == (2, 0, False)
    assert shown.diverged is not None and shown.diverged.batch == 1


def test_validation_is_what_is_held_out() -> None:
    held_out = RunRecord(TrainingConfig(validation_size=1_000), "cpu")
    assert held_out.snapshot(RunStatus.QUEUED).history.held_out_name == "validation"
    assert record().snapshot(RunStatus.QUEUED).history.held_out_name == "test"


def test_an_epoch_that_is_about_to_be_kept() -> None:
    run = record()
    before = run.snapshot(RunStatus.RUNNING)
    after = with_epoch(before, epoch(1))
    assert after.history.epochs == (epoch(1),) and after.has_model
    assert before.history.epochs == () and run.weights is None
