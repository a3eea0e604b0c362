"""What is known of a training: metrics, history, a run's snapshot; nothing here imports torch."""

from mnist_core.tracking.attempt import Attempt
from mnist_core.tracking.epoch_weights import EpochWeights
from mnist_core.tracking.history import FloatArray, History, HistorySnapshot
from mnist_core.tracking.metrics import (
    BatchMetrics,
    Diverged,
    EpochMetrics,
    Evaluation,
    Event,
    HeldOutName,
)
from mnist_core.tracking.pace import Pace
from mnist_core.tracking.run_snapshot import (
    NoWeights,
    RunError,
    RunRefused,
    RunSnapshot,
    RunStatus,
    UnknownRun,
)
from mnist_core.tracking.training_log import (
    LOG_INTERVAL,
    BatchEntry,
    LogEntry,
    log_entries,
)

__all__ = [
    "LOG_INTERVAL",
    "Attempt",
    "BatchEntry",
    "BatchMetrics",
    "Diverged",
    "EpochMetrics",
    "EpochWeights",
    "Evaluation",
    "Event",
    "FloatArray",
    "HeldOutName",
    "History",
    "HistorySnapshot",
    "LogEntry",
    "NoWeights",
    "Pace",
    "RunError",
    "RunRefused",
    "RunSnapshot",
    "RunStatus",
    "UnknownRun",
    "log_entries",
]
