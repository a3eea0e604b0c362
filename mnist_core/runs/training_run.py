"""One training in a background thread; whoever looks at it takes immutable snapshots."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Generator
from dataclasses import replace
from typing import Protocol, cast

import torch

from mnist_core.config import INPUT_SIZE, TRAINING_IMAGES, TrainingConfig
from mnist_core.data import Mnist, Splits, splits_for
from mnist_core.model import MLP, build_model, model_from, take_weights
from mnist_core.runs.limit_checks import no_weights_yet
from mnist_core.runs.run_record import RunRecord, with_epoch
from mnist_core.runs.worker import Ending, Worker
from mnist_core.tracking import (
    BatchMetrics,
    Diverged,
    EpochMetrics,
    EpochWeights,
    Evaluation,
    Event,
    RunError,
    RunSnapshot,
    RunStatus,
)
from mnist_core.training import available_devices, evaluate, train

log = logging.getLogger(__name__)

# Weights, their gradients, the optimiser's two moments and a copy of the last epoch's weights,
# float32.
BYTES_PER_PARAMETER = 20


class RunObserver(Protocol):
    """Who is told what has happened, mostly in the run's own thread.

    That holds no lock then, but for :meth:`keep`: no other save of the run is let through.
    """

    def keep(self, snapshot: RunSnapshot, weights: EpochWeights | None) -> RunSnapshot:
        """Keep what the run has, before anybody is shown it; says what weights are kept."""
        ...

    def resting(self, run: TrainingRun) -> None:
        """The run has begun to wait: its core is free."""
        ...

    def ended(self, run: TrainingRun) -> None:
        """The run is over."""
        ...


class TrainingRun:
    """A training that goes on by itself once started.

    Works without a queue as well::

        run = TrainingRun(TrainingConfig(), load_mnist)
        run.start()
        run.snapshot().progress
        run.wait()
        model = run.model()

    Args:
        config: what to train.
        load_data: called in the run's thread.
        device: where; the best there is by default.
        observer: told of epochs, rests and the end; None where nobody is.
    """

    def __init__(
        self,
        config: TrainingConfig,
        load_data: Callable[[], Mnist],
        *,
        device: str | None = None,
        run_id: str | None = None,
        owner: str = "",
        name: str = "",
        created_at: float | None = None,
        number: int = 0,
        pinned: bool = False,
        observer: RunObserver | None = None,
    ) -> None:
        self.config = config
        self._record = RunRecord(config, device or available_devices()[0], owner, name, pinned)
        self._record.run_id = run_id or self._record.run_id
        if created_at is not None:
            self._record.created_at = created_at
        self._record.number = number
        self._load_data = load_data
        self._observer = observer
        self._worker = Worker(f"run-{self.run_id[:8]}", self._train, self._conclude)
        self._lock = self._worker.lock  # guards the record as well
        # One save at a time, from the snapshot on: an older one must not overwrite a newer one.
        self._keeping = threading.Lock()

    @property
    def run_id(self) -> str:
        """Unique among all runs."""
        return self._record.run_id

    @property
    def owner(self) -> str:
        """Whose run it is."""
        return self._record.owner

    def start(self) -> None:
        """Begin in a thread of its own, or go on after :meth:`pause` or :meth:`yield_slot`."""
        self._worker.start()

    def pause(self) -> None:
        """Rest after the batch in work, until :meth:`start`."""
        self._worker.rest(RunStatus.PAUSED)

    def yield_slot(self) -> None:
        """As :meth:`pause`, but the run counts as queued: it goes on at its next turn."""
        self._worker.rest(RunStatus.QUEUED)

    def stop(self) -> None:
        """End after the batch in work; what was learned is kept."""
        self._worker.end(Ending(RunStatus.STOPPED))

    def interrupt(self, error: RunError) -> None:
        """As :meth:`stop`, where it was not the learner who wanted it."""
        self._worker.end(Ending(RunStatus.INTERRUPTED, error))

    def wait(self, timeout: float | None = None) -> bool:
        """Block until the run is over; False if ``timeout`` seconds were not enough."""
        return self._worker.wait(timeout)

    @property
    def begun(self) -> bool:
        """Whether the run has a model and an optimiser in memory."""
        return self._worker.begun

    @property
    def memory(self) -> int:
        """Bytes that the run holds from its beginning to its end, about."""
        # Where not all images are trained on, those that are used are copied; else they are
        # everybody's.
        used = self.config.training_size + self.config.validation_size
        images = used * INPUT_SIZE if self.config.training_size < TRAINING_IMAGES else 0
        mean = 4 * self.config.parameters if self.config.weight_averaging else 0
        return self.config.parameters * BYTES_PER_PARAMETER + mean + images

    @property
    def status(self) -> RunStatus:
        """Where the run is in its life."""
        return self._worker.status

    @property
    def progress(self) -> float:
        """How much of the training is done, 0.0 to 1.0."""
        return self._record.progress

    def label(self, *, name: str | None = None, pinned: bool | None = None) -> None:
        """Change the run's name, or whether it is pinned."""
        with self._lock:
            self._record.name = self._record.name if name is None else name
            self._record.pinned = self._record.pinned if pinned is None else pinned

    def snapshot(
        self, queue_position: int | None = None, wait_seconds: float | None = None
    ) -> RunSnapshot:
        """The run as it is now; takes microseconds and never waits for a batch."""
        with self._lock:
            return self._record.snapshot(
                self._worker.status, self._worker.error, queue_position, wait_seconds
            )

    def keep(self) -> None:
        """Have the observer keep the run as it is now."""
        with self._keeping:
            self._save(self.snapshot(), None)

    def model(self) -> MLP:
        """The network with the latest weights: of the last epoch's end, or of the stop.

        Raises:
            NoWeights: no epoch is finished yet.
        """
        weights = self._record.weights
        if weights is None:
            raise no_weights_yet()
        return model_from(self.config, weights)

    def _train(self) -> Ending:
        """Train to whatever end it comes to; this is what the thread does."""
        # With two OpenMP threads beside a busy neighbour an epoch takes 85 s instead of 3: they
        # spin.
        torch.set_num_threads(1)
        self.keep()
        splits = splits_for(self._load_data(), self.config)
        model = build_model(self.config)
        with self._lock:
            self._record.measure(len(splits.train))
            self._record.pace.go()
        events = cast(
            Generator[Event], train(model, splits, self.config, device=self._record.device)
        )
        with contextlib.closing(events):
            for event in events:
                self._take(event, model)
                if self._worker.going or self._finished(event):
                    continue
                if asked := self._go_on():
                    events.close()  # the mean of the weights takes their place, if there is one
                    return replace(asked, weights=self._weights_at_stop(model))
        return self._completed(model, splits)

    def _take(self, event: Event, model: MLP) -> None:
        if isinstance(event, BatchMetrics):
            self._record.batch(event)
        elif isinstance(event, EpochMetrics):
            self._take_epoch(event, take_weights(model, event.epoch, finished=True))
        else:
            self._record.diverged(event)

    def _take_epoch(self, event: EpochMetrics, weights: EpochWeights) -> None:
        self._record.pace.epoch()
        with self._keeping:
            # Kept first, shown then: what was once on a page is there after any crash.
            kept = self._save(with_epoch(self.snapshot(), event), weights)
            with self._lock:
                self._record.finished_epoch(event, weights.full, kept.weights_epochs)

    def _finished(self, event: Event) -> bool:
        """Whether nothing is left to stop or to pause."""
        last = isinstance(event, EpochMetrics) and event.epoch == self.config.epochs
        return last or isinstance(event, Diverged)

    def _go_on(self) -> Ending | None:
        """Rest if that is wished; the ending if the run is to end."""
        asked = self._worker.go_on(self._rest)
        with self._lock:
            self._record.pace.go()
        return asked

    def _rest(self) -> None:
        with self._lock:
            self._record.pace.rest()
        if self._observer is not None:
            self._observer.resting(self)

    def _completed(self, model: MLP, splits: Splits) -> Ending:
        history = self._record.history
        if history.diverged:
            return Ending(RunStatus.DIVERGED)
        if splits.held_out_name == "validation":
            self._record.test = evaluate(model, splits.test)
        else:
            last = history.epochs[-1]
            self._record.test = Evaluation(last.held_out_loss, last.held_out_accuracy)
        return Ending(RunStatus.DONE)

    def _weights_at_stop(self, model: MLP) -> EpochWeights | None:
        """The weights of this very moment, unless it is an epoch's end, whose weights are kept."""
        if self._record.at_epoch_end:
            return None
        return take_weights(model, self._record.epoch, finished=False)

    def _conclude(self, ending: Ending) -> None:
        """Keep the run and say that it is over, whatever fails meanwhile."""
        with self._keeping:
            try:
                self._keep_end(ending)
            except Exception:
                log.exception("run %s could not be kept", self.run_id)
            with self._lock:
                self._worker.status, self._worker.error = ending.status, ending.error
                if ending.weights:
                    self._record.weights = ending.weights.full
        if self._observer is not None:
            self._observer.ended(self)

    def _keep_end(self, ending: Ending) -> None:
        with self._lock:
            self._record.pace.rest()
            final = self._record.snapshot(ending.status, ending.error)
        self._save(final, ending.weights)

    def _save(self, snapshot: RunSnapshot, weights: EpochWeights | None) -> RunSnapshot:
        return snapshot if self._observer is None else self._observer.keep(snapshot, weights)
