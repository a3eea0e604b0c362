"""How long a run will take is learned from those before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mnist_core.runs.estimate import Estimate, cost
from mnist_core.runs.queue import RunQueue
from tests.core.runs.run_helpers import SMALL, STEPS


def test_the_estimate_learns_from_runs(queue: RunQueue) -> None:
    now = replace(queue.snapshot("a", queue.submit("a", SMALL)), total_steps=2 * STEPS)
    estimate = Estimate()
    assert estimate.seconds(SMALL) is None
    estimate.learn(replace(now, elapsed_seconds=0.01, step=1))  # too short to tell
    assert estimate.seconds(SMALL) is None
    estimate.learn(replace(now, elapsed_seconds=10.0, step=STEPS))
    assert estimate.seconds(SMALL) == pytest.approx(20.0)
    assert estimate.seconds(SMALL, progress=0.5) == pytest.approx(10.0)
    longer = replace(SMALL, epochs=4, handwriting=True)
    assert estimate.seconds(longer) == pytest.approx(20 * cost(longer) / cost(SMALL))


def test_jobs_are_learned_by_kind() -> None:
    estimate = Estimate()
    assert estimate.job_seconds("fine_tuning") is None
    estimate.learn_job("fine_tuning", 4.0)
    estimate.learn_job("other", 100.0)
    assert estimate.job_seconds("fine_tuning") == 4.0
    estimate.learn_job("fine_tuning", 8.0)
    assert estimate.job_seconds("fine_tuning") == 6.0
