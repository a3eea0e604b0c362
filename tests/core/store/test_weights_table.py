"""The latest weights in full, those of the epochs in half precision and thinned."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from mnist_core.config.server_limits import StoreLimits
from mnist_core.config.training_config import TrainingConfig
from mnist_core.model.checkpoint import model_from
from mnist_core.model.mlp import build_model
from mnist_core.runs.queue import RunQueue
from mnist_core.store.folder import FILE
from mnist_core.store.keeper import RunKeeper
from mnist_core.store.memory_store import MemoryStore
from mnist_core.store.safe_keeper import open_store
from mnist_core.store.store import RunStore
from mnist_core.store.weights_table import thinned
from mnist_core.tracking.run_snapshot import NoWeights
from tests.core.runs.run_helpers import PATIENCE, SMALL
from tests.core.store.kept import DATA, run_of, weights_of


def test_the_latest_weights_are_full_the_others_half(keeper: RunKeeper) -> None:
    for epoch in (1, 2):
        keeper.save(run_of(epochs=epoch), weights_of(epoch, seed=epoch))
    stopped = replace(weights_of(3, seed=3), half=None)
    keeper.save(run_of(tail=1), stopped)
    assert keeper.weights("run") == stopped.full
    assert keeper.weights("run", 1) == weights_of(1, seed=1).half
    assert keeper.weights("run", 3) is None
    assert keeper.weights("other") is None
    half = model_from(SMALL, weights_of(1, seed=1).half or b"").linear_layers[0].weight
    full = build_model(replace(SMALL, seed=1)).linear_layers[0].weight
    assert (half - full).abs().max() < 1e-4


def test_snapshots_of_long_runs_are_thinned(keeper: RunKeeper) -> None:
    config = TrainingConfig(hidden_sizes=(1024,) * 2, epochs=3)
    weights = weights_of(1, config=config)
    most = StoreLimits().snapshot_bytes // len(weights.half or b"")
    assert most < 12
    for epoch in range(1, 13):
        kept = keeper.save(run_of(epochs=epoch), replace(weights, epoch=epoch))
    assert len(kept.weights_epochs) <= most
    assert kept.weights_epochs[0] == 1
    assert kept.weights_epochs[-1] == 12


def test_thinned_by_own_limit(tmp_path: Path) -> None:
    """A limit of one's own thins on disk and in memory."""
    limits = StoreLimits(snapshot_bytes=3 * len(weights_of(1).half or b""))
    keepers: list[RunKeeper] = [MemoryStore(limits), RunStore(tmp_path, limits)]
    for keeper in keepers:
        for epoch in range(1, 9):
            kept = keeper.save(run_of(epochs=epoch), weights_of(epoch))
        assert kept.weights_epochs == (1, 5, 8)
        keeper.close()


def test_thinned_keeps_even_spread() -> None:
    """Thinning keeps the first, the last and an even spread."""
    assert thinned([1, 2, 3], 3) == []
    kept = list(range(1, 6))
    for epoch in range(6, 51):
        kept.append(epoch)
        gone = thinned(kept, 8)
        kept = [each for each in kept if each not in gone]
        assert kept[0] == 1
        assert kept[-1] == epoch
        assert len(kept) <= 8
    assert kept == [1, 9, 17, 25, 33, 41, 49, 50]


@pytest.mark.parametrize("data", [b"", b"\x00\xff\x00\xff", b"\xff" * 100, "other"])
def test_damaged_weights_are_none(tmp_path: Path, data: bytes | str) -> None:
    queue = RunQueue(lambda: DATA, open_store(tmp_path), slots=1)
    run = queue.submit("a", SMALL)
    assert queue.wait("a", run, PATIENCE)
    if isinstance(data, str):  # weights, but of another network
        data = weights_of(1, config=replace(SMALL, hidden_sizes=(8, 8))).full
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("UPDATE weights SET data = ?", (data,))
    connection.close()
    queue.close()
    queue = RunQueue(lambda: DATA, open_store(tmp_path), slots=1)
    for epoch in (None, 1):
        with pytest.raises(NoWeights) as caught:
            queue.model("a", run, epoch)
        assert caught.value.code == ("no_weights" if epoch is None else "no_weights_of_epoch")
    queue.close()
