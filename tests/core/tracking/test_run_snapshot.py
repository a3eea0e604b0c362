"""What a snapshot says of its run."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from mnist_core.config.training_config import TUTORIAL
from mnist_core.tracking.history import History
from mnist_core.tracking.metrics import Diverged, EpochMetrics, Evaluation, Event
from mnist_core.tracking.run_snapshot import RunSnapshot, RunStatus


def run_with(*events: Event, step: int = 0) -> RunSnapshot:
    history = History("test")
    for event in events:
        history.append(event)
    return RunSnapshot(
        run_id="run",
        owner="me",
        name="",
        config=TUTORIAL,
        device="cpu",
        status=RunStatus.RUNNING,
        history=history.snapshot(),
        epoch=0,
        step=step,
        steps_per_epoch=10,
        total_steps=50,
        created_at=0.0,
    )


@pytest.mark.parametrize("status", RunStatus)
def test_active_until_a_final_status(status: RunStatus) -> None:
    run = replace(run_with(), status=status)
    assert run.active == status.active == (status in ("queued", "running", "paused"))


def test_progress() -> None:
    assert [run_with(step=step).progress for step in (0, 20, 50)] == [0.0, 0.4, 1.0]
    assert replace(run_with(), total_steps=0).progress == 0.0


def test_latest_result() -> None:
    """Of the last finished epoch; a fine-tuned network's own, whatever its base's epochs were."""
    assert run_with().latest_result is None
    run = run_with(
        EpochMetrics(1, 0.9, 0.7, 0.5, 0.8, 1e-3), EpochMetrics(2, 0.5, 0.8, 0.3, 0.9, 1e-3)
    )
    assert run.latest_result == Evaluation(0.3, 0.9)
    tuned = replace(run, fine_tuned_from="base", test=Evaluation(0.2, 0.95))
    assert tuned.latest_result == Evaluation(0.2, 0.95)


def test_diverged() -> None:
    end = Diverged(1, 3, 3, math.inf)
    assert run_with().diverged is None
    assert run_with(end).diverged == end
