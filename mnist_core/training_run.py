"""One training in a background thread; whoever looks at it takes immutable snapshots."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
import uuid
from collections.abc import Callable, Generator
from dataclasses import replace
from typing import Protocol, cast

import torch

from mnist_core.config import INPUT_SIZE, TRAINING_IMAGES, TrainingConfig
from mnist_core.data import Mnist, Splits, split_validation
from mnist_core.history import BatchMetrics, Diverged, EpochMetrics, Event, History
from mnist_core.model import MLP, build_model
from mnist_core.pace import Pace
from mnist_core.run_failure import divergence, failure
from mnist_core.run_status import NoWeights, RunError, RunSnapshot, RunStatus
from mnist_core.run_switch import Switch
from mnist_core.training import Evaluation, available_devices, evaluate, steps_per_epoch, train
from mnist_core.weights import EpochWeights, model_from, take_weights

log = logging.getLogger(__name__)

# Weights, their gradients and the optimiser's two moments, float32.
BYTES_PER_PARAMETER = 16


class RunObserver(Protocol):
    """Who is told what has happened, mostly in the run's own thread, which holds no lock then."""

    def keep(self, snapshot: RunSnapshot, weights: EpochWeights | None) -> RunSnapshot:
        """Keep what the run has, before anybody is shown it; says what weights are kept."""
        ...

    def resting(self, run: TrainingRun) -> None:
        """The run has begun to wait: its core is free."""
        ...

    def ended(self, run: TrainingRun) -> None:
        """The run is over."""
        ...


class _Nobody:
    """The observer of a run without a queue."""

    def keep(self, snapshot: RunSnapshot, weights: EpochWeights | None) -> RunSnapshot:
        return snapshot

    def resting(self, run: TrainingRun) -> None:
        pass

    def ended(self, run: TrainingRun) -> None:
        pass


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
        observer: told of epochs, rests and the end.
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
        observer: RunObserver | None = None,
    ) -> None:
        self.run_id = run_id or uuid.uuid4().hex
        self.owner = owner
        self.config = config
        self._load_data = load_data
        self._device = device or available_devices()[0]
        self._observer: RunObserver = observer or _Nobody()
        self._created_at = time.time() if created_at is None else created_at
        self._switch = Switch()
        self._over = threading.Event()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()  # guards what follows
        self._name = name
        self._pinned = False
        self._status = RunStatus.QUEUED
        self._ending_as = RunStatus.STOPPED
        self._error: RunError | None = None
        self._history = History("validation" if config.validation_size else "test")
        self._pace = Pace()
        self._epoch = 0
        self._images = config.training_size
        self._steps_per_epoch = steps_per_epoch(config, self._images)
        self._test: Evaluation | None = None
        self._weights: EpochWeights | None = None
        self._weights_epochs: tuple[int, ...] = ()

    def start(self) -> None:
        """Begin in a thread of its own, or go on after :meth:`pause` or :meth:`give_way`."""
        with self._lock:
            if not self._status.active or self._switch.ending:
                return
            self._status = RunStatus.RUNNING
            self._switch.go()
            if self._thread is not None:
                return
            name = f"run-{self.run_id[:8]}"
            self._thread = threading.Thread(target=self._live, name=name, daemon=True)
        try:
            self._thread.start()
        except (RuntimeError, MemoryError) as error:  # the system gives no more threads
            self._fail(error)

    def pause(self) -> None:
        """Rest after the batch in work, until :meth:`start`."""
        self._rest(RunStatus.PAUSED)

    def give_way(self) -> None:
        """As :meth:`pause`, but the run counts as queued: it goes on at its next turn."""
        self._rest(RunStatus.QUEUED)

    def _rest(self, status: RunStatus) -> None:
        with self._lock:
            if self._status.active and not self._switch.ending:
                self._status = status
                self._switch.rest()

    def stop(self) -> None:
        """End after the batch in work; what was learnt is kept."""
        self._end(RunStatus.STOPPED, None)

    def interrupt(self, error: RunError) -> None:
        """As :meth:`stop`, where it was not the learner who wanted it."""
        self._end(RunStatus.INTERRUPTED, error)

    def _end(self, status: RunStatus, error: RunError | None) -> None:
        with self._lock:
            if not self._status.active or self._switch.ending:
                return
            self._ending_as, self._error = status, error
            self._switch.end()
        if self._thread is None:  # it never began, so no thread will say that it is over
            self._finish(status, None)

    def wait(self, timeout: float | None = None) -> bool:
        """Block until the run is over; False if ``timeout`` seconds were not enough."""
        return self._over.wait(timeout)

    @property
    def begun(self) -> bool:
        """Whether the run has a model and an optimiser in memory."""
        return self._thread is not None

    @property
    def memory(self) -> int:
        """Bytes that the run holds from its beginning to its end, about."""
        # With a held-out part the images are divided into copies, else they are everybody's.
        images = TRAINING_IMAGES * INPUT_SIZE if self.config.validation_size else 0
        return self.config.parameters * BYTES_PER_PARAMETER + images

    @property
    def status(self) -> RunStatus:
        """Where the run is in its life."""
        return self._status

    @property
    def progress(self) -> float:
        """How much of the training is done, 0.0 to 1.0."""
        return self._history.snapshot().steps / (self._steps_per_epoch * self.config.epochs)

    def label(self, *, name: str | None = None, pinned: bool | None = None) -> None:
        """Change the run's name, or whether it is pinned."""
        with self._lock:
            self._name = self._name if name is None else name
            self._pinned = self._pinned if pinned is None else pinned

    def snapshot(
        self, queue_place: int | None = None, wait_seconds: float | None = None
    ) -> RunSnapshot:
        """The run as it is now; takes microseconds and never waits for a batch."""
        with self._lock:
            running = self._status is RunStatus.RUNNING
            history = self._history.snapshot()
            return RunSnapshot(
                run_id=self.run_id,
                owner=self.owner,
                name=self._name,
                config=self.config,
                device=self._device,
                status=self._status,
                history=history,
                epoch=self._epoch,
                step=history.steps,
                steps_per_epoch=self._steps_per_epoch,
                total_steps=self._steps_per_epoch * self.config.epochs,
                created_at=self._created_at,
                images_per_second=self._pace.images_per_second,
                elapsed_seconds=self._pace.elapsed,
                seconds_left=self._seconds_left(history.steps) if running else None,
                queue_place=0 if running else queue_place,
                wait_seconds=0.0 if running else wait_seconds,
                error=self._error,
                test=self._test,
                pinned=self._pinned,
                weights_epochs=self._weights_epochs,
                has_model=self._weights is not None,
            )

    def _seconds_left(self, steps: int) -> float | None:
        done = steps * self._images // self._steps_per_epoch
        images = max(self._images * self.config.epochs - done, 0)
        return self._pace.seconds_left(images, self.config.epochs - len(self._history.epochs))

    def model(self) -> MLP:
        """The network with the latest weights: of the last epoch's end, or of the stop.

        Raises:
            NoWeights: no epoch is finished yet.
        """
        weights = self._weights
        if weights is None:
            raise NoWeights(
                "This run has not finished an epoch yet, so there is no trained model. Wait for "
                "its first epoch.",
                code="no_weights_yet",
            )
        return model_from(self.config, weights.full)

    def _live(self) -> None:
        """The thread: whatever happens, the run is over at its end."""
        try:
            # With two OpenMP threads beside a busy neighbour an epoch takes 85 s instead of 3:
            # they spin.
            torch.set_num_threads(1)
            self._observer.keep(self.snapshot(), None)
            end, weights = self._train()
        except BaseException as error:
            log.exception("run %s failed", self.run_id)
            self._fail(error)
        else:
            self._finish(end, weights)

    def _train(self) -> tuple[RunStatus, EpochWeights | None]:
        """Train to whatever end it comes to; the status, and weights that are not kept yet."""
        data = self._load_data()
        splits = split_validation(data, self.config.validation_size, self.config.seed)
        model = build_model(self.config)
        self._images = len(splits.train)
        self._steps_per_epoch = steps_per_epoch(self.config, self._images)
        self._pace.go()
        events = cast(Generator[Event], train(model, splits, self.config, device=self._device))
        with contextlib.closing(events):
            for event in events:
                self._take(event, model)
                if not self._switch.going and not self._finished(event) and not self._go_on():
                    break
            else:
                return self._completed(model, splits), None
        return self._ending_as, self._weights_at_stop(model)

    def _take(self, event: Event, model: MLP) -> None:
        if isinstance(event, BatchMetrics):
            self._history.append(event)
            self._epoch = event.epoch
            before = (event.step - 1) % self._steps_per_epoch * self.config.batch_size
            self._pace.batch(min(self.config.batch_size, self._images - before))
        elif isinstance(event, EpochMetrics):
            self._take_epoch(event, take_weights(model, event.epoch, finished=True))
        else:
            self._history.append(event)
            self._epoch = event.epoch
            self._error = divergence(event)

    def _take_epoch(self, event: EpochMetrics, weights: EpochWeights) -> None:
        self._pace.epoch()
        now = self.snapshot()
        history = replace(now.history, epochs=(*now.history.epochs, event))
        # Kept first, shown then: what was once on a page is there after any crash.
        kept = self._observer.keep(replace(now, history=history, has_model=True), weights)
        with self._lock:
            self._history.append(event)
            self._weights, self._weights_epochs = weights, kept.weights_epochs

    def _finished(self, event: Event) -> bool:
        """Whether nothing is left to stop or to pause."""
        last = isinstance(event, EpochMetrics) and event.epoch == self.config.epochs
        return last or isinstance(event, Diverged)

    def _go_on(self) -> bool:
        """Rest if that is wished; False when the run is to end."""
        goes = self._switch.goes
        while self._switch.resting:
            self._pace.rest()
            self._observer.resting(self)
            self._switch.await_go(goes)
            self._pace.go()
            goes = self._switch.goes
        return not self._switch.ending

    def _completed(self, model: MLP, splits: Splits) -> RunStatus:
        if self._history.diverged:
            return RunStatus.DIVERGED
        if splits.held_out_name == "validation":
            self._test = evaluate(model, splits.test)
        else:
            last = self._history.epochs[-1]
            self._test = Evaluation(last.held_out_loss, last.held_out_accuracy)
        return RunStatus.DONE

    def _weights_at_stop(self, model: MLP) -> EpochWeights | None:
        """The weights of this very moment, unless it is an epoch's end, whose weights are kept."""
        steps = self._history.snapshot().steps
        if steps == len(self._history.epochs) * self._steps_per_epoch:
            return None
        return take_weights(model, self._epoch, finished=False)

    def _fail(self, error: BaseException) -> None:
        with self._lock:
            self._error = failure(error)
        self._finish(RunStatus.FAILED, None)

    def _finish(self, status: RunStatus, weights: EpochWeights | None) -> None:
        self._pace.rest()
        final = replace(
            self.snapshot(), status=status, seconds_left=None, queue_place=None, wait_seconds=None
        )
        try:
            self._observer.keep(final, weights)
        except Exception:
            log.exception("run %s could not be kept", self.run_id)
        with self._lock:
            self._status = status
            self._weights = weights or self._weights
        try:
            self._observer.ended(self)
        finally:
            self._over.set()
