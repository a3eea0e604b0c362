"""What is said of a run that has ended: whose weights it has, and what is left."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mnist_core.config.training_config import TrainingConfig
from mnist_core.tracking.history import History
from mnist_core.tracking.metrics import BatchMetrics, EpochMetrics
from mnist_core.tracking.run_snapshot import RunError, RunSnapshot, RunStatus
from ui.text.errors import explain_failure
from ui.train.endings import _stopped, closing

STEPS = 10


def ended(status: str, epochs: int, steps: int) -> RunSnapshot:
    history = History()
    for step in range(1, steps + 1):
        history.append(BatchMetrics(1, step, 0.5, 1e-3))
    for epoch in range(1, epochs + 1):
        history.append(EpochMetrics(epoch, 0.3, 0.9, 0.2, 0.95, 1e-3))
    return RunSnapshot(
        run_id="run",
        owner="me",
        name="",
        config=TrainingConfig(),
        device="cpu",
        status=RunStatus(status),
        history=history.snapshot(),
        epoch=epochs + 1,
        step=steps,
        steps_per_epoch=STEPS,
        total_steps=5 * STEPS,
        created_at=0.0,
        error=RunError("server_stopped", "The server stopped."),
    )


@pytest.mark.parametrize(
    ("status", "epochs", "steps", "words"),
    [
        ("stopped", 0, 7, "before its first epoch was finished"),
        ("stopped", 2, 20, "after epoch 2. *Evaluate* and *Draw* use the model as it was then"),
        ("stopped", 2, 27, "in epoch 3, after 7 of its batches. *Evaluate* and *Draw* use the"),
        ("interrupted", 0, 7, "before its first epoch was finished"),
        ("interrupted", 2, 20, "interrupted after epoch 2. The server stopped"),
        ("interrupted", 2, 27, "interrupted in epoch 3, after 7 of its batches. The server"),
    ],
)
def test_an_early_end_says_which_weights_are_used(
    status: str, epochs: int, steps: int, words: str
) -> None:
    assert words in _stopped(ended(status, epochs, steps))


def test_of_an_exception_only_the_kind_is_told() -> None:
    """Its own words name the server's folders, and may be Markdown."""
    cause = "FileNotFoundError: [Errno 2] No such file: '/srv/lab/[data](http://x)'"
    run = replace(ended("failed", 1, 12), error=RunError("run_failed", "It failed.", cause))
    assert "(`FileNotFoundError`)" in explain_failure(run.error)
    assert "/srv/lab" not in explain_failure(run.error) + _stopped(run) + closing(run)


def test_nothing_is_promised_of_a_run_without_a_model() -> None:
    assert "This run has no model" in closing(ended("diverged", 0, 8))
    assert "It has learned something" in closing(ended("stopped", 1, 12))
    assert "As soon as" in closing(replace(ended("stopped", 0, 3), status=RunStatus.RUNNING))
