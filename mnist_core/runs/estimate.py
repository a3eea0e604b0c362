"""How long a run or a job will take on this machine, learned from those before."""

from __future__ import annotations

from mnist_core.config import TrainingConfig
from mnist_core.tracking import RunSnapshot

# What a step and an augmented image cost beside the network's arithmetic, in the arithmetic's
# unit (parameters x images).  Measured roughly: only a waiting learner's estimate hangs on it.
STEP_COST = 2e6
HANDWRITING_COST = 8e5
# A run must have gone on for so long before anything is learned from it.
SHORTEST_SECONDS = 0.5


def cost(config: TrainingConfig) -> float:
    """The work of a whole training, in parameters x images."""
    images = config.training_size * config.epochs
    steps = images / config.batch_size
    return (
        config.work + steps * STEP_COST + (images * HANDWRITING_COST if config.handwriting else 0)
    )


class Estimate:
    """Moving means over this server: a run's seconds per unit of work, a job's by its kind."""

    def __init__(self) -> None:
        self._seconds_per_cost: float | None = None
        self._seconds_by_kind: dict[str, float] = {}

    def learn(self, snapshot: RunSnapshot) -> None:
        """Take a run's own speed into the mean."""
        if snapshot.elapsed_seconds < SHORTEST_SECONDS or snapshot.progress <= 0:
            return
        measured = snapshot.elapsed_seconds / (cost(snapshot.config) * snapshot.progress)
        known = self._seconds_per_cost
        self._seconds_per_cost = measured if known is None else 0.5 * known + 0.5 * measured

    def seconds(self, config: TrainingConfig, progress: float = 0.0) -> float | None:
        """For what is left of a training; None before anything was learned."""
        known = self._seconds_per_cost
        return None if known is None else known * cost(config) * (1 - progress)

    def learn_job(self, kind: str, seconds: float) -> None:
        """Take the time of a job that came to its end into the mean of its kind."""
        known = self._seconds_by_kind.get(kind, seconds)
        self._seconds_by_kind[kind] = 0.5 * known + 0.5 * seconds

    def job_seconds(self, kind: str) -> float | None:
        """For a whole job; None before one of its kind came to its end."""
        return self._seconds_by_kind.get(kind)
