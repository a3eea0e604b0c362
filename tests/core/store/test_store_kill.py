"""The server is killed at 50 random moments; what it had shown must be on the disk."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from mnist_core.model.checkpoint import model_from
from mnist_core.runs.queue import RunQueue
from mnist_core.store.folder import FILE
from mnist_core.store.safe_keeper import open_store
from mnist_core.store.store import RunStore
from mnist_core.tracking.run_snapshot import RunSnapshot, RunStatus
from tests.core.runs.run_helpers import PATIENCE, small_data

KILLS = 50
# Kills that follow one another on the same store: each start repairs what the last one left.
KILLS_PER_STORE = 5
# A lab dies a random moment after it has shown so many epochs; of those that have shown none,
# some die while they make or open the file.
MAX_SHOWN = 60
LONGEST_MOMENT = 0.05

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked processes")


class Labs:
    """Starts labs, and kills them."""

    def __init__(self) -> None:
        root = Path(__file__).parents[3]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.core.store.kill_child"],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to, self._from = self._process.stdin, self._process.stdout

    def live_and_die(
        self, place: Path, report: Path, owner: str, epochs: int, moment: float
    ) -> None:
        """Kill a lab ``moment`` seconds after it has shown ``epochs`` epochs."""
        print(place, report, owner, sep="\t", file=self._to, flush=True)
        child = int(self._from.readline())
        patience = time.monotonic() + PATIENCE
        while len(reported(report)) < epochs:
            assert time.monotonic() < patience, "the lab shows nothing"
            time.sleep(0.002)
        time.sleep(moment)
        os.kill(child, signal.SIGKILL)
        assert self._from.readline() == "ended\n"

    def close(self) -> None:
        self._to.close()
        self._from.close()
        self._process.wait(PATIENCE)


@pytest.fixture
def labs() -> Iterator[Labs]:
    labs = Labs()
    yield labs
    labs.close()


def reported(report: Path) -> list[tuple[str, int, float]]:
    """run_id, epoch and held-out loss of every epoch that was shown (the last line is whole)."""
    if not report.exists():
        return []
    lines = report.read_text().split("\n")[:-1]
    return [(run, int(epoch), float(loss)) for run, epoch, loss in map(str.split, lines)]


def assert_whole(store: RunStore, run: RunSnapshot) -> None:
    """Nothing of the run is half written."""
    epochs = [each.epoch for each in run.history.epochs]
    assert epochs == list(range(1, len(epochs) + 1))
    assert run.history.steps == len(epochs) * run.steps_per_epoch or not epochs
    assert run.weights_epochs == tuple(epochs)
    assert run.has_model == bool(epochs)
    for epoch in epochs:
        half = store.weights(run.run_id, epoch)
        assert half is not None
        model = model_from(run.config, half)
    if epochs:
        latest = model_from(run.config, store.weights(run.run_id) or b"").state_dict()
        for name, value in model.state_dict().items():
            assert torch.allclose(value, latest[name], rtol=1e-2, atol=1e-3)


@pytest.mark.timeout(300)
def test_fifty_kills_lose_nothing(labs: Labs, tmp_path: Path) -> None:
    moments = random.Random(0)
    shown = 0
    for kill in range(KILLS):
        place = tmp_path / f"store {kill // KILLS_PER_STORE}"
        report, owner = tmp_path / f"report {kill}", f"owner {kill}"
        epochs = moments.choice((0, moments.randint(1, MAX_SHOWN)))
        labs.live_and_die(place, report, owner, epochs, moments.uniform(0, LONGEST_MOMENT))
        store = RunStore(place)
        runs = {run.run_id: run for run in store.runs(owner)}
        for run_id, epoch, loss in reported(report):
            shown += 1
            assert runs[run_id].history.epochs[epoch - 1].held_out_loss == loss
        for run in runs.values():
            assert_whole(store, run)
        store.close()
        with sqlite3.connect(place / FILE) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.close()
    assert shown > 10 * KILLS  # else the kills hit nothing


@pytest.mark.timeout(300)
def test_after_a_kill_the_runs_are_marked_as_interrupted(labs: Labs, tmp_path: Path) -> None:
    place, report = tmp_path / "store", tmp_path / "report"
    labs.live_and_die(place, report, "a", MAX_SHOWN, 0)
    data = small_data(train=64, test=64)
    queue = RunQueue(lambda: data, open_store(place), slots=1)
    ends = {run.status for run in queue.runs("a") if not run.active}
    assert RunStatus.INTERRUPTED in ends
    assert ends <= {RunStatus.INTERRUPTED, RunStatus.DONE}
    for run in queue.runs("a"):
        assert queue.wait("a", run.run_id, PATIENCE)  # what had not begun goes on
    for run in queue.runs("a"):
        if run.history.epochs:
            queue.model("a", run.run_id)
    queue.close()
