"""What the world may know of a run: its status, its snapshot and the errors of asking for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mnist_core.config import TrainingConfig
from mnist_core.errors import LabError
from mnist_core.tracking.history import HistorySnapshot
from mnist_core.tracking.metrics import Diverged, Evaluation


class RunStatus(StrEnum):
    """Where a run is in its life.

    ``queued`` waits for its turn (also a run that has begun and yielded its slot), ``paused``
    waits for its learner.  The last five are final; ``interrupted`` means that neither the run
    nor its learner ended it: the server stopped, or the browser was gone for too long.
    """

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"
    DIVERGED = "diverged"
    FAILED = "failed"
    INTERRUPTED = "interrupted"

    @property
    def active(self) -> bool:
        """Whether more training may follow."""
        return self in (RunStatus.QUEUED, RunStatus.RUNNING, RunStatus.PAUSED)


@dataclass(frozen=True, slots=True)
class RunError:
    """Why a run failed or was interrupted.

    Attributes:
        code: which error it is, in snake_case.
        message: the English sentence for the learner, in which ``{name}`` stands for a value.
        detail: the technical cause, one line, for the host: it may name the server's folders.
            Of an exception, its kind comes first, up to a colon.  The traceback is in the log.
        params: the sentence's values, by name.
    """

    code: str
    message: str
    detail: str = ""
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunSnapshot:
    """A run at one moment; never changes, and shares its history's memory.

    Attributes:
        run_id: unique among all runs.
        owner: whose run it is; only they are ever shown it.
        device: where it trains, ``cpu`` until it is known.
        epoch: the epoch in work or last worked on, 1-based; 0 before the first batch.
        step: how many batches are done; ``total_steps`` when all are.
        images_per_second: of the last seconds, evaluation left out; 0.0 until measured.
        elapsed_seconds: spent training, waiting left out.
        seconds_left: estimated for a running run, else None.
        queue_position: 0 running, 1 next, and so on; None for a run that is in no queue.
        wait_seconds: estimated until a queued run's turn; None where nothing is known yet.
        created_at: seconds since 1970.
        number: runs are in its order, which no clock changes; an owner's newest has the highest.
        pinned: its owner's new runs never push it out; where the whole server's room runs out,
            it goes after those of its owner that are not pinned.
        error: why it failed or was interrupted; of a loss that left the finite numbers ``history``
            says where.
        test: the finished model on the 10,000 test images; None unless done or fine-tuned.
        fine_tuned_from: for a network that was fine-tuned from another run's, that run's run_id (it
            may be deleted by now); else None.  ``history``, and all that is told of epochs,
            steps and time, is then the other run's: how the network was trained before.
        weights_epochs: after which epochs the weights are kept, for replays.
        has_model: whether :meth:`RunQueue.model` has trained weights to give.
    """

    run_id: str
    owner: str
    name: str
    config: TrainingConfig
    device: str
    status: RunStatus
    history: HistorySnapshot
    epoch: int
    step: int
    steps_per_epoch: int
    total_steps: int
    created_at: float
    number: int = 0
    images_per_second: float = 0.0
    elapsed_seconds: float = 0.0
    seconds_left: float | None = None
    queue_position: int | None = None
    wait_seconds: float | None = None
    error: RunError | None = None
    test: Evaluation | None = None
    fine_tuned_from: str | None = None
    pinned: bool = False
    weights_epochs: tuple[int, ...] = ()
    has_model: bool = False

    @property
    def active(self) -> bool:
        """Whether more training may follow."""
        return self.status.active

    @property
    def progress(self) -> float:
        """How much of the training is done, 0.0 to 1.0."""
        return self.step / self.total_steps if self.total_steps else 0.0

    @property
    def latest_result(self) -> Evaluation | None:
        """Loss and accuracy of the network as it is now; None before the first epoch's end.

        A fine-tuned network's are of the test set, others' of the last finished epoch's held-out
        images (``history.held_out_name``).
        """
        if self.fine_tuned_from is not None:
            return self.test
        if not self.history.epochs:
            return None
        last = self.history.epochs[-1]
        return Evaluation(last.held_out_loss, last.held_out_accuracy)

    @property
    def diverged(self) -> Diverged | None:
        """Where the loss left the finite numbers, if it did."""
        return self.history.diverged


class UnknownRun(LabError):
    """There is no such run, or it is someone else's: the two are not told apart."""


class RunRefused(LabError):
    """The queue cannot do that now; nothing was changed."""


class NoWeights(LabError):
    """The run has no weights to give for the epoch asked for."""
