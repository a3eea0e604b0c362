"""What is known of a run so far, from which snapshots are made."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field, replace

from mnist_core.config import TrainingConfig
from mnist_core.tracking import (
    BatchMetrics,
    Diverged,
    EpochMetrics,
    Evaluation,
    History,
    Pace,
    RunError,
    RunSnapshot,
    RunStatus,
)


@dataclass
class RunRecord:
    """One training feeds it; its caller holds a lock wherever it is read or an epoch comes in.

    Attributes:
        weights: the latest, as safetensors: of the last finished epoch, or of the stop.
        weights_epochs: after which epochs the weights are kept, for replays.
        test: the finished model on the test images.
    """

    config: TrainingConfig
    device: str
    owner: str = ""
    name: str = ""
    pinned: bool = False
    run_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    created_at: float = field(default_factory=time.time)
    number: int = 0
    epoch: int = 0
    test: Evaluation | None = None
    weights: bytes | None = None
    weights_epochs: tuple[int, ...] = ()
    pace: Pace = field(default_factory=Pace)

    def __post_init__(self) -> None:
        self.history = History("validation" if self.config.validation_size else "test")
        self.measure(self.config.training_size)

    def measure(self, images: int) -> None:
        """So many images are trained on, which is known for sure when the data is there."""
        self._images = images
        self.steps_per_epoch = self.config.steps_per_epoch(images)

    @property
    def total_steps(self) -> int:
        """Batches of the whole training."""
        return self.steps_per_epoch * self.config.epochs

    @property
    def progress(self) -> float:
        """How much of the training is done, 0.0 to 1.0."""
        return self.history.snapshot().steps / self.total_steps

    @property
    def at_epoch_end(self) -> bool:
        """Whether no batch was trained on since the last finished epoch."""
        return self.history.snapshot().steps == len(self.history.epochs) * self.steps_per_epoch

    def batch(self, event: BatchMetrics) -> None:
        """A batch is done."""
        self.history.append(event)
        self.epoch = event.epoch
        before = (event.step - 1) % self.steps_per_epoch * self.config.batch_size
        self.pace.batch(min(self.config.batch_size, self._images - before))

    def finished_epoch(self, event: EpochMetrics, weights: bytes, kept: tuple[int, ...]) -> None:
        """An epoch is done; after the epochs ``kept`` the weights can be had again."""
        self.history.append(event)
        self.weights, self.weights_epochs = weights, kept

    def diverged(self, event: Diverged) -> None:
        """The loss left the finite numbers."""
        self.history.append(event)
        self.epoch = event.epoch

    def snapshot(
        self,
        status: RunStatus,
        error: RunError | None = None,
        queue_position: int | None = None,
        wait_seconds: float | None = None,
    ) -> RunSnapshot:
        """The run as it is now; takes microseconds."""
        running = status is RunStatus.RUNNING
        history = self.history.snapshot()
        return RunSnapshot(
            run_id=self.run_id,
            owner=self.owner,
            name=self.name,
            config=self.config,
            device=self.device,
            status=status,
            history=history,
            epoch=self.epoch,
            step=history.steps,
            steps_per_epoch=self.steps_per_epoch,
            total_steps=self.total_steps,
            created_at=self.created_at,
            number=self.number,
            images_per_second=self.pace.images_per_second,
            elapsed_seconds=self.pace.elapsed,
            seconds_left=self._seconds_left(history.steps) if running else None,
            queue_position=0 if running else queue_position,
            wait_seconds=0.0 if running else wait_seconds,
            error=error,
            test=self.test,
            pinned=self.pinned,
            weights_epochs=self.weights_epochs,
            has_model=self.weights is not None,
        )

    def _seconds_left(self, steps: int) -> float | None:
        done = steps * self._images // self.steps_per_epoch
        images = max(self._images * self.config.epochs - done, 0)
        return self.pace.seconds_left(images, self.config.epochs - len(self.history.epochs))


def with_epoch(snapshot: RunSnapshot, event: EpochMetrics) -> RunSnapshot:
    """The run as it will be shown once the epoch and its weights are kept."""
    history = replace(snapshot.history, epochs=(*snapshot.history.epochs, event))
    return replace(snapshot, history=history, has_model=True)
