"""What an earlier process left behind: runs that are kept as if they still went on."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from mnist_core.data import Mnist
from mnist_core.runs.failures import SERVER_STOPPED
from mnist_core.runs.observer import RunObserver
from mnist_core.runs.training_run import TrainingRun
from mnist_core.store import RunKeeper
from mnist_core.tracking import RunSnapshot, RunStatus
from mnist_core.training import available_devices


def recover(
    keeper: RunKeeper,
    load_data: Callable[[], Mnist],
    observer: RunObserver,
    live: Collection[str],
) -> list[TrainingRun]:
    """Close the runs that had begun, as interrupted; the others go on, oldest first.

    Args:
        live: the run_ids of this process's own.
    """
    waiting = []
    for left in keeper.unfinished():
        if left.run_id in live:
            continue
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
        number=left.number,
        observer=observer,
    )
    run.label(pinned=left.pinned)
    if left.status is RunStatus.PAUSED:
        run.pause()
    return run
