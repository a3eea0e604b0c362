from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mnist_core.config.server_limits import MEGABYTE, StoreLimits
from mnist_core.config.training_config import TrainingConfig
from mnist_core.errors import StoreError
from mnist_core.runs.queue import RunQueue
from mnist_core.store.folder import FILE
from mnist_core.store.safe_keeper import open_store
from mnist_core.store.store import RunStore
from mnist_core.tracking.run_snapshot import RunStatus
from tests.core.runs.run_helpers import PATIENCE, SMALL
from tests.core.store.kept import DATA, assert_same, fill_up, run_of, weights_of


class TestStore:
    def test_it_survives_a_restart(self, tmp_path: Path) -> None:
        store = RunStore(tmp_path)
        kept = store.save(run_of(tail=2), weights_of(2))
        store.add_digit("a", 5, np.zeros((28, 28), np.uint8))
        store.close()
        store = RunStore(tmp_path)
        assert_same(store.runs("a")[0], kept)
        assert store.weights("run") == weights_of(2).full
        assert store.digits("a")[1].tolist() == [5]
        store.close()

    def test_eviction_order(self, tmp_path: Path) -> None:
        """The oldest unpinned run of whoever keeps the most goes first."""
        store = RunStore(tmp_path, StoreLimits(runs=5))
        for owner in "ab":
            for number in range(2):
                store.save(run_of(owner, f"{owner}{number}", number=number))
        store.save(replace(run_of("a", "a-pinned", number=-1), pinned=True))
        store.seen(["a"], time.time() - 1000)
        gone = []
        for number in range(6):
            before = {run.run_id for owner in "abc" for run in store.runs(owner)}
            store.save(run_of("c", f"c{number}", number=10 + number))
            after = {run.run_id for owner in "abc" for run in store.runs(owner)}
            assert len(after) == 5
            gone += before - after
        assert gone == ["a0", "a1", "c0", "c1", "c2", "c3"]
        assert store.evicted == 6
        store.close()

    def test_fine_tuned_base_is_kept(self, tmp_path: Path) -> None:
        """A fine-tuned run's base makes no room for it."""
        store = RunStore(tmp_path, StoreLimits(runs=2))
        for number in range(2):
            store.save(run_of(run_id=str(number), number=number))
        store.save(run_of(run_id="tuned", number=2, fine_tuned_from="0"))
        assert [run.run_id for run in store.runs("a")] == ["tuned", "0"]
        store.close()

    def test_active_runs_are_never_dropped(self, tmp_path: Path) -> None:
        store = RunStore(tmp_path, StoreLimits(runs=1))
        store.save(run_of("a", "live", status=RunStatus.RUNNING))
        store.save(run_of("a", "over"))
        store.save(run_of("a", "new"))
        assert {run.run_id for run in store.runs("a")} == {"live", "new"}
        store.close()

    def test_its_size_is_bounded(self, tmp_path: Path) -> None:
        config = TrainingConfig(hidden_sizes=(256,))
        weights = weights_of(1, config=config)
        store = RunStore(tmp_path, StoreLimits(bytes=4 * MEGABYTE))
        for number in range(12):
            store.save(run_of(run_id=str(number), number=number), weights)
        left = store.runs("a")
        assert 0 < len(left) < 12
        assert left[0].run_id == "11"
        store.close()
        assert (tmp_path / FILE).stat().st_size < 5 * MEGABYTE

    def test_close_that_fails(self, tmp_path: Path) -> None:
        """A store that cannot be closed is let go of."""

        class Stuck:
            def close(self) -> None:
                raise sqlite3.OperationalError("unable to close")

        store = RunStore(tmp_path)
        store._connection.close()
        store._connection = Stuck()  # type: ignore[assignment]
        with pytest.raises(StoreError):
            store.close()
        RunStore(tmp_path).close()

    def test_a_failed_save_changes_nothing(self, store: RunStore, tmp_path: Path) -> None:
        before = store.save(run_of(), weights_of(2))
        fill_up(store)
        with pytest.raises(StoreError) as caught:
            store.save(run_of(epochs=3), weights_of(3, config=TrainingConfig()))
        assert caught.value.code == "store_full"
        assert_same(store.runs("a")[0], before)
        assert store.weights("run") == weights_of(2).full


class TestRestart:
    def test_runs_are_found_again(self, tmp_path: Path) -> None:
        queue = RunQueue(lambda: DATA, open_store(tmp_path), slots=1)
        run = queue.submit("a", SMALL, name="mine")
        assert queue.wait("a", run, PATIENCE)
        before, model = queue.snapshot("a", run), queue.model("a", run)
        queue.close()
        queue = RunQueue(lambda: DATA, open_store(tmp_path), slots=1)
        assert_same(queue.snapshot("a", run), before)
        again = queue.model("a", run)
        assert (again.linear_layers[0].weight == model.linear_layers[0].weight).all()
        queue.model("a", run, 1)
        queue.close()

    def test_recover_after_stop(self, tmp_path: Path) -> None:
        """What was going on is interrupted, and what waited goes on."""
        store = RunStore(tmp_path)
        store.save(run_of("a", "begun", epochs=1, tail=2, status=RunStatus.RUNNING), weights_of(1))
        store.save(run_of("a", "started", epochs=0, status=RunStatus.RUNNING))
        store.save(run_of("a", "yielded", epochs=1, status=RunStatus.QUEUED), weights_of(1))
        store.save(run_of("b", "waiting", epochs=0, status=RunStatus.QUEUED, pinned=True))
        store.save(run_of("b", "paused", epochs=0, status=RunStatus.PAUSED))
        store.close()
        queue = RunQueue(lambda: DATA, open_store(tmp_path), slots=1)
        for run in ("begun", "started", "yielded"):
            found = queue.snapshot("a", run)
            assert found.status is RunStatus.INTERRUPTED
            assert found.error is not None
            assert found.error.code == "server_stopped"
        assert len(queue.snapshot("a", "begun").history.epochs) == 1
        queue.model("a", "begun")
        assert queue.wait("b", "waiting", PATIENCE)
        done = queue.snapshot("b", "waiting")
        assert (done.status, done.name, done.pinned) == (RunStatus.DONE, "a name", True)
        assert queue.snapshot("b", "paused").status is RunStatus.PAUSED
        queue.resume("b", "paused")
        assert queue.wait("b", "paused", PATIENCE)
        queue.close()

    def test_evicted_runs_vanish_from_the_queue(self, tmp_path: Path) -> None:
        store = RunStore(tmp_path, StoreLimits(runs=2))
        queue = RunQueue(lambda: DATA, store, slots=1)
        runs = []
        for _ in range(3):
            runs.append(queue.submit("a", SMALL))
            assert queue.wait("a", runs[-1], PATIENCE)
        assert [run.run_id for run in queue.runs("a")] == [runs[2], runs[1]]
        queue.close()


def test_the_process_can_end_while_a_run_trains(tmp_path: Path) -> None:
    """The interpreter closes the queue by itself: the run is interrupted, nothing hangs."""
    script = """
import sys, threading
from mnist_core.runs import RunQueue
from mnist_core.store import open_store
from mnist_core.config.training_config import TrainingConfig
from tests.core.runs.run_helpers import small_data
data = small_data()
queue = RunQueue(lambda: data, open_store(sys.argv[1]), slots=1)
run = queue.submit("a", TrainingConfig(hidden_sizes=(16,), epochs=50, batch_size=16))
while not queue.snapshot("a", run).history.epochs:
    threading.Event().wait(0.001)
"""
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    store = RunStore(tmp_path)
    (run,) = store.runs("a")
    assert run.status is RunStatus.INTERRUPTED
    assert run.history.epochs
    store.close()
