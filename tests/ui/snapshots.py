"""A run's snapshot as the queue would give it."""

from __future__ import annotations

from mnist_core.config.training_config import TUTORIAL, TrainingConfig
from mnist_core.tracking.history import History
from mnist_core.tracking.metrics import BatchMetrics, EpochMetrics
from mnist_core.tracking.run_snapshot import RunSnapshot, RunStatus

STEPS = 938


def run(
    number: int,
    config: TrainingConfig = TUTORIAL,
    status: str = "done",
    accuracy: float | None = 0.979,
    steps: int = STEPS,
) -> RunSnapshot:
    history = History()
    for step in range(1, steps + 1):
        history.append(BatchMetrics(1, step, 0.5, 1e-3))
    if accuracy is not None:
        history.append(EpochMetrics(1, 0.3, 0.9, 0.2, accuracy, 1e-3))
    return RunSnapshot(
        run_id=f"run{number}",
        owner="me",
        name="",
        config=config,
        device="cpu",
        status=RunStatus(status),
        history=history.snapshot(),
        epoch=1 if steps else 0,
        step=steps,
        steps_per_epoch=STEPS,
        total_steps=STEPS,
        created_at=float(number),
        images_per_second=20_000.0 if steps else 0.0,
    )
