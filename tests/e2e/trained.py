"""Learners who have trained a model already: a run in the store, its owner's id in the browser."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import StorageState

from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.mnist import load_mnist
from mnist_core.model.checkpoint import take_weights
from mnist_core.runs.training_run import TrainingRun
from mnist_core.store.store import RunStore
from tests.e2e.server import Server

# Quick, and good enough to read a clear digit.
CONFIG = TrainingConfig(hidden_sizes=(128,), epochs=2, batch_size=128, learning_rate=0.003)


def keep_trained_runs(store: Path, owners: Sequence[str]) -> None:
    """Train once, and keep the run for each of the owners; a server then opens the store."""
    run = TrainingRun(CONFIG, load_mnist)
    run.start()
    run.wait()
    weights = take_weights(run.model(), CONFIG.epochs, finished=True)
    keeper = RunStore(store)
    for number, owner in enumerate(owners, start=1):
        own = replace(run.snapshot(), owner=owner, run_id=uuid.uuid4().hex, number=number)
        keeper.save(own, weights)
    keeper.close()


def remembered(owner: str, server: Server) -> StorageState:
    """What the owner's browser has kept."""
    kept = [{"name": "digit-lab-browser", "value": owner}]
    return {"cookies": [], "origins": [{"origin": server.url, "localStorage": kept}]}
