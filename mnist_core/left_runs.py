"""What an earlier process left behind: runs that are kept as if they still went on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mnist_core.data import Mnist
from mnist_core.run_failure import SERVER_STOPPED
from mnist_core.run_keeper import RunKeeper
from mnist_core.run_observer import RunObserver
from mnist_core.run_status import RunSnapshot, RunStatus
from mnist_core.training import available_devices
from mnist_core.training_run import TrainingRun


def take_over(
    keeper: RunKeeper, load_data: Callable[[], Mnist], observer: RunObserver
) -> list[TrainingRun]:
    """Close the runs that had begun, as interrupted; the others go on, oldest first."""
    waiting = []
    for left in keeper.unfinished():
        if left.status is RunStatus.RUNNING or left.step > 0:
            keeper.save(replace(left, status=RunStatus.INTERRUPTED, error=SERVER_STOPPED))
        else:
            waiting.append(_revived(left, load_data, observer))
    return waiting


def _revived(
    left: RunSnapshot, load_data: Callable[[], Mnist], observer: RunObserver
) -> TrainingRun:
    run = TrainingRun(
        left.config,
        load_data,
        device=left.device if left.device in available_devices() else None,
        run_id=left.run_id,
        owner=left.owner,
        name=left.name,
        created_at=left.created_at,
        observer=observer,
    )
    run.label(pinned=left.pinned)
    if left.status is RunStatus.PAUSED:
        run.pause()
    return run
