"""Runs: trainings in the background, and the queue that all browsers share.

The public names; each lives in a module of its own.
"""

from mnist_core.run_limits import QueueLimits
from mnist_core.run_queue import RunQueue
from mnist_core.run_status import (
    NoWeights,
    RunError,
    RunRefused,
    RunSnapshot,
    RunStatus,
    UnknownRun,
)
from mnist_core.store import open_store
from mnist_core.training_run import TrainingRun

__all__ = [
    "NoWeights",
    "QueueLimits",
    "RunError",
    "RunQueue",
    "RunRefused",
    "RunSnapshot",
    "RunStatus",
    "TrainingRun",
    "UnknownRun",
    "open_store",
]
