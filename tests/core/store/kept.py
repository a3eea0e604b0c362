"""Runs and digits to be kept, and a disk that fills up, for the tests of the store."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mnist_core.config.server_limits import StoreLimits
from mnist_core.config.training_config import TrainingConfig
from mnist_core.model.checkpoint import take_weights
from mnist_core.model.mlp import build_model
from mnist_core.store.store import RunStore
from mnist_core.tracking.epoch_weights import EpochWeights
from mnist_core.tracking.history import History
from mnist_core.tracking.metrics import BatchMetrics, EpochMetrics
from mnist_core.tracking.run_snapshot import RunSnapshot, RunStatus
from tests.core.runs.run_helpers import SMALL, small_data

STEPS = 4
DATA = small_data()
# In memory there is room for two runs of that size and for writing one.
TWO_RUNS = StoreLimits(memory_bytes=350_000)


def digits_of(*labels: int) -> tuple[np.ndarray, np.ndarray]:
    """Drawn digits with these labels, each with a picture of its own."""
    pictures = [np.full((28, 28), 10 + label, np.uint8) for label in labels]
    return np.array(pictures, np.uint8).reshape(-1, 28, 28), np.array(labels, np.int64)


def run_of(
    owner: str = "a",
    run_id: str = "run",
    epochs: int = 2,
    tail: int = 0,
    status: RunStatus = RunStatus.DONE,
    number: int = 1,
    **more: object,
) -> RunSnapshot:
    """A run with ``epochs`` epochs of four steps each and ``tail`` steps after them."""
    history = History()
    for step in range(1, epochs * STEPS + tail + 1):
        epoch = (step - 1) // STEPS + 1
        history.append(BatchMetrics(epoch, step, 1 / step, 1e-3))
        if step % STEPS == 0:
            history.append(EpochMetrics(epoch, 1.5 / epoch, 0.5, 2.5 / epoch, 0.25, 1e-3))
    return RunSnapshot(
        run_id=run_id,
        owner=owner,
        name="a name",
        config=SMALL,
        device="cpu",
        status=status,
        history=history.snapshot(),
        epoch=epochs + bool(tail),
        step=epochs * STEPS + tail,
        steps_per_epoch=STEPS,
        total_steps=STEPS * SMALL.epochs,
        created_at=float(number),
        number=number,
        elapsed_seconds=1.5,
        **more,  # type: ignore[arg-type]
    )


def weights_of(epoch: int, seed: int = 0, config: TrainingConfig = SMALL) -> EpochWeights:
    return take_weights(build_model(replace(config, seed=seed)), epoch, finished=True)


def assert_same(one: RunSnapshot, other: RunSnapshot) -> None:
    empty = History().snapshot()
    assert replace(one, history=empty) == replace(other, history=empty)
    assert one.history.epochs == other.history.epochs
    assert one.history.held_out_name == other.history.held_out_name
    assert np.array_equal(one.history.batch_losses, other.history.batch_losses)
    assert np.array_equal(one.history.smoothed_losses(), other.history.smoothed_losses())
    assert str(one.history.diverged) == str(other.history.diverged)


def fill_up(store: RunStore) -> None:
    """From now on the disk is full, as SQLite sees it."""
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")


def make_room(store: RunStore) -> None:
    store._connection.execute("PRAGMA max_page_count = 1000000")
