from __future__ import annotations

import gc
import logging
import threading
import weakref
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import torch

from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.mnist import Mnist, Split, Splits, split_validation
from mnist_core.model.mlp import MLP, build_model
from mnist_core.runs.failures import BROWSER_GONE, SERVER_STOPPED
from mnist_core.runs.training_run import TrainingRun
from mnist_core.tracking.epoch_weights import EpochWeights
from mnist_core.tracking.history import History
from mnist_core.tracking.metrics import Evaluation, Event
from mnist_core.tracking.run_snapshot import NoWeights, RunSnapshot, RunStatus
from mnist_core.training.loop import evaluate, train
from tests.core.runs.run_helpers import PATIENCE, SMALL, Puppets, puppet_theatre, small_data

DATA = small_data()
STEPS = 8  # of an epoch of SMALL on DATA


@pytest.fixture
def puppets() -> Iterator[Puppets]:
    with puppet_theatre() as theatre:
        yield theatre


def started(config: TrainingConfig = SMALL, data: Mnist = DATA) -> TrainingRun:
    run = TrainingRun(config, lambda: data)
    run.start()
    return run


def finished(config: TrainingConfig = SMALL, data: Mnist = DATA) -> TrainingRun:
    run = started(config, data)
    assert run.wait(PATIENCE)
    return run


def same_weights(one: MLP, other: MLP) -> bool:
    pairs = zip(one.state_dict().values(), other.state_dict().values(), strict=True)
    return all(torch.equal(a, b) for a, b in pairs)


def trained(config: TrainingConfig, data: Mnist = DATA) -> tuple[MLP, History]:
    model, history = build_model(config), History()
    splits = split_validation(data, config.validation_size, config.seed)
    for event in train(model, splits, config):
        history.append(event)
    return model, history


def test_a_run_is_the_training() -> None:
    model, history = trained(SMALL)
    run = finished()
    snapshot = run.snapshot()
    assert snapshot.status is RunStatus.DONE
    assert snapshot.error is None
    assert (snapshot.epoch, snapshot.step, snapshot.total_steps) == (2, 2 * STEPS, 2 * STEPS)
    assert snapshot.progress == 1
    assert snapshot.history.epochs == history.epochs
    assert np.array_equal(snapshot.history.batch_losses, history.snapshot().batch_losses)
    assert same_weights(run.model(), model)
    assert not run.model().training


def test_runs_at_the_same_time() -> None:
    """Runs at the same time do not disturb each other."""
    configs = [replace(SMALL, seed=seed, dropout=0.1) for seed in range(3)]
    runs = [started(config) for config in configs]
    for run, config in zip(runs, configs, strict=True):
        assert run.wait(PATIENCE)
        assert same_weights(run.model(), trained(config)[0])


def test_the_test_set_is_scored_at_the_end() -> None:
    run = finished()
    last = run.snapshot().history.epochs[-1]
    test = run.snapshot().test
    assert test is not None
    assert (test.loss, test.accuracy) == (last.held_out_loss, last.held_out_accuracy)


def test_validation_run_scores_test_once() -> None:
    """With a validation set, the test set is scored once, at the end."""
    data = small_data(train=1500)
    run = finished(replace(SMALL, validation_size=1000), data)
    snapshot = run.snapshot()
    assert snapshot.history.held_out_name == "validation"
    assert snapshot.steps_per_epoch == 8
    assert snapshot.test == evaluate(run.model(), data.test)


def test_a_snapshot_never_changes_and_copies_no_losses(puppets: Puppets) -> None:
    run = started()
    puppets[0].await_batch()
    puppets[0].allow()
    puppets[0].await_batch()
    first, again = run.snapshot(), run.snapshot()
    assert first.step == 1
    assert first.history.batch_losses.base is again.history.batch_losses.base
    puppets[0].allow(STEPS)
    for _ in range(STEPS):
        puppets[0].await_batch()
    assert first.step == len(first.history.batch_losses) == 1
    assert run.snapshot().step == STEPS + 1
    with pytest.raises(ValueError, match="read-only"):
        first.history.batch_losses[0] = 0
    run.stop()


def test_stop_acts_within_one_batch_and_keeps_its_weights(puppets: Puppets) -> None:
    run = started()
    puppets[0].allow(3)
    for _ in range(4):
        puppets[0].await_batch()
    run.stop()
    puppets[0].allow(1)  # the batch in work
    assert run.wait(PATIENCE)
    snapshot = run.snapshot()
    assert (snapshot.status, snapshot.step) == (RunStatus.STOPPED, 4)
    assert snapshot.history.steps == 4
    assert snapshot.test is None
    assert run.model().linear_layers[0].bias[0] == 4  # the puppet writes the step there
    assert puppets[0].closed.is_set()


def test_stop_keeps_weights(puppets: Puppets) -> None:
    """A stopped run keeps what its training leaves in the model."""
    real = puppets[0].train

    def train_averaged(model: MLP, splits: Splits, config: TrainingConfig) -> Iterator[Event]:
        try:
            yield from real(model, splits, config)
        finally:
            model.linear_layers[0].bias.data.fill_(-1)  # the mean, say

    puppets[0].train = train_averaged  # type: ignore[method-assign]
    run = started()
    puppets[0].await_batch()
    run.stop()
    puppets[0].allow()
    assert run.wait(PATIENCE)
    assert run.model().linear_layers[0].bias[0] == -1


def test_stop_at_end_of_epoch(puppets: Puppets) -> None:
    """A run stopped at the end of an epoch has that epoch's weights."""
    run = started()
    puppets[0].allow(STEPS - 1)
    for _ in range(STEPS):
        puppets[0].await_batch()
    puppets[0].allow()
    puppets[0].await_batch()  # the epoch is over
    run.stop()
    puppets[0].allow()
    assert run.wait(PATIENCE)
    assert len(run.snapshot().history.epochs) == 1
    assert run.model().linear_layers[0].bias[0] == STEPS + 1


def test_a_run_that_was_never_started_can_be_stopped() -> None:
    run = TrainingRun(SMALL, lambda: DATA)
    run.stop()
    assert run.wait(PATIENCE)
    assert run.snapshot().status is RunStatus.STOPPED
    run.start()
    assert run.snapshot().status is RunStatus.STOPPED


def test_an_interrupted_run_says_why(puppets: Puppets) -> None:
    run = started()
    puppets[0].await_batch()
    run.interrupt(BROWSER_GONE)
    run.stop()  # comes too late
    puppets[0].allow()
    assert run.wait(PATIENCE)
    assert run.snapshot().status is RunStatus.INTERRUPTED
    assert run.snapshot().error == BROWSER_GONE


def test_pausing_changes_nothing_but_the_time(puppets: Puppets) -> None:
    run = started()
    puppets[0].await_batch()
    run.pause()
    puppets[0].allow(2)
    assert run.snapshot().status is RunStatus.PAUSED
    assert not run.wait(0.05)
    assert run.snapshot().step <= 1
    run.start()
    puppets[0].await_batch()
    puppets[0].await_batch()
    assert run.snapshot().status is RunStatus.RUNNING
    assert run.snapshot().step == 2
    run.pause()
    puppets[0].allow()
    run.stop()  # also while it rests
    assert run.wait(PATIENCE)
    assert run.snapshot().status is RunStatus.STOPPED


class Resting:
    """An observer that tells when the run has come to rest or is over."""

    def __init__(self) -> None:
        self.rests = 0
        self.told = threading.Semaphore(0)
        self.over = False

    def keep(self, snapshot: RunSnapshot, weights: EpochWeights | None) -> RunSnapshot:
        return snapshot

    def resting(self, run: TrainingRun) -> None:
        self.rests += 1
        self.told.release()

    def ended(self, run: TrainingRun) -> None:
        self.over = True
        self.told.release()


def test_pause_keeps_the_result() -> None:
    """A run paused again and again ends with the same weights."""
    observer, config = Resting(), replace(SMALL, epochs=50)
    run = TrainingRun(config, lambda: DATA, observer=observer)
    run.start()
    for pause in range(20):
        run.pause()
        assert observer.told.acquire(timeout=PATIENCE)
        if pause % 2 and not observer.over:
            run.start()
            run.pause()  # before it can have gone on: it must wake up and say again that it rests
            assert observer.told.acquire(timeout=PATIENCE)
        if observer.over:
            break
        run.start()
    assert run.wait(PATIENCE)
    assert observer.over
    assert observer.rests > 0
    assert same_weights(run.model(), trained(config)[0])


def test_failure_has_sentence_and_traceback(
    puppets: Puppets, caplog: pytest.LogCaptureFixture
) -> None:
    """An error ends the run with a sentence and a traceback in the log."""
    puppets[0].error = ZeroDivisionError("division by zero")
    with caplog.at_level(logging.ERROR):
        run = started()
        puppets[0].allow()
        assert run.wait(PATIENCE)
    snapshot = run.snapshot()
    assert snapshot.status is RunStatus.FAILED
    assert snapshot.error is not None
    assert snapshot.error.code == "run_failed"
    assert snapshot.error.detail == "ZeroDivisionError: division by zero"
    assert "Traceback" in caplog.text


def test_a_run_that_gets_no_thread_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    run = started()
    assert run.snapshot().status is RunStatus.FAILED
    assert run.wait(0)


def test_a_diverged_run_says_where_and_keeps_its_history() -> None:
    config = TrainingConfig(
        hidden_sizes=(64, 64), activation="leaky_relu", optimizer="sgd", learning_rate=10.0
    )
    snapshot = finished(config).snapshot()
    assert snapshot.status is RunStatus.DIVERGED
    diverged = snapshot.diverged
    assert diverged is not None
    assert diverged.step == (diverged.epoch - 1) * snapshot.steps_per_epoch + diverged.batch
    assert (diverged.epoch, snapshot.error) == (snapshot.epoch, None)
    assert snapshot.history.steps > 0


def test_a_diverged_run_keeps_the_last_finished_epochs_weights(puppets: Puppets) -> None:
    run = started()
    puppets[0].allow(STEPS)
    for _ in range(STEPS + 1):
        puppets[0].await_batch()
    puppets[0].diverges = True
    puppets[0].allow()
    assert run.wait(PATIENCE)
    assert run.snapshot().status is RunStatus.DIVERGED
    assert len(run.snapshot().history.epochs) == 1
    assert run.model().linear_layers[0].bias[0] == STEPS


def test_there_is_no_model_before_the_first_epoch(puppets: Puppets) -> None:
    run = started()
    puppets[0].await_batch()
    assert not run.snapshot().has_model
    with pytest.raises(NoWeights) as caught:
        run.model()
    assert caught.value.code == "no_weights_yet"
    run.stop()


def test_a_run_has_one_thread_of_torch(puppets: Puppets) -> None:
    torch.set_num_threads(2)
    try:
        run = started()
        puppets[0].await_batch()
        assert puppets[0].threads == 1
    finally:
        torch.set_num_threads(1)
        run.stop()


def test_interrupt_too_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An interruption that comes too late leaves no error on a run that is done."""
    run = TrainingRun(replace(SMALL, validation_size=1000), lambda: small_data(train=1500))

    def interrupted(model: MLP, split: Split) -> Evaluation:
        run.interrupt(SERVER_STOPPED)
        return evaluate(model, split)

    monkeypatch.setattr("mnist_core.runs.training_run.evaluate", interrupted)
    run.start()
    assert run.wait(PATIENCE)
    snapshot = run.snapshot()
    assert (snapshot.status, snapshot.error) == (RunStatus.DONE, None)


def test_stop_after_divergence(
    puppets: Puppets,
) -> None:
    """A stop that comes too late takes no error from a run that diverged."""
    run = TrainingRun(SMALL, lambda: DATA)
    real = puppets[0].train

    def train_stopped(model: MLP, splits: Splits, config: TrainingConfig) -> Iterator[Event]:
        yield from real(model, splits, config)
        run.stop()  # the divergence has been dealt with

    puppets[0].train = train_stopped  # type: ignore[method-assign]
    puppets[0].diverges = True
    run.start()
    puppets[0].allow()
    assert run.wait(PATIENCE)
    assert run.snapshot().status is RunStatus.DIVERGED
    assert run.snapshot().diverged is not None


class Broken(Resting):
    """An observer that has no room for the end."""

    def keep(self, snapshot: RunSnapshot, weights: EpochWeights | None) -> RunSnapshot:
        if not snapshot.active:
            raise MemoryError
        return snapshot


def test_end_that_cannot_be_kept() -> None:
    """A run whose end cannot be kept is over all the same."""
    observer = Broken()
    run = TrainingRun(SMALL, lambda: DATA, observer=observer)
    run.start()
    assert run.wait(PATIENCE)
    assert observer.over
    assert run.snapshot().status is RunStatus.DONE


def test_end_without_snapshot(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run is over even where no snapshot can be made."""

    def refuse(*_: object, **__: object) -> RunSnapshot:
        raise MemoryError

    observer = Resting()
    run = TrainingRun(SMALL, lambda: DATA, observer=observer)
    with monkeypatch.context() as patch:
        patch.setattr(TrainingRun, "snapshot", refuse)
        run.start()
        assert run.wait(PATIENCE)
    assert observer.over
    assert run.snapshot().status is RunStatus.FAILED


def test_failed_run_frees_memory_first(
    puppets: Puppets,
) -> None:
    """A failed training has let go of its memory before the next begins."""
    models: list[weakref.ref[MLP]] = []
    alive: list[bool] = []

    def train_without_memory(model: MLP, splits: Splits, config: TrainingConfig) -> Iterator[Event]:
        models.append(weakref.ref(model))
        raise MemoryError
        yield

    class Next(Resting):
        def ended(self, run: TrainingRun) -> None:
            alive.append(models[0]() is not None)

    puppets[0].train = train_without_memory  # type: ignore[method-assign]
    run = TrainingRun(SMALL, lambda: DATA, observer=Next())
    gc.disable()
    logging.disable()  # pytest keeps what is logged, and its traceback
    try:
        run.start()
        assert run.wait(PATIENCE)
    finally:
        logging.disable(logging.NOTSET)
        gc.enable()
    assert alive == [False]


def test_forgotten_run_frees_memory() -> None:
    """A run that is over and forgotten leaves the memory at once."""
    gc.disable()
    try:
        run = finished()
        thread = next((t for t in threading.enumerate() if run.run_id[:8] in t.name), None)
        if thread:
            thread.join(PATIENCE)
        gone = weakref.ref(run)
        del run, thread
        assert gone() is None
    finally:
        gc.enable()
