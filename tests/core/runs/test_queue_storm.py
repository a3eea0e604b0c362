"""Many browsers do anything at any time; whatever they do, every run ends and nothing is lost."""

from __future__ import annotations

import contextlib
import random
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from mnist_core.config.server_limits import QueueLimits
from mnist_core.runs.queue import RunQueue
from mnist_core.store.safe_keeper import open_store
from mnist_core.tracking.run_snapshot import (
    NoWeights,
    RunRefused,
    RunSnapshot,
    RunStatus,
    UnknownRun,
)
from tests.core.runs.run_helpers import PATIENCE, SMALL, small_data

OWNERS = ("a", "b", "c")
ACTS = 60
DATA = small_data()
# A turn of next to nothing, so that runs yield their slots all the time, and memory for few
LIMITS = QueueLimits(
    turn_seconds=0.005, spacing_seconds=0.05, held_bytes=2_000_000, kept_per_owner=8
)


def act(queue: RunQueue, owner: str, chance: random.Random) -> None:
    """One thing that a learner may do."""
    runs = [run.run_id for run in queue.runs(owner)]
    if not runs or chance.random() < 0.3:
        seed, epochs = chance.randrange(1000), chance.randint(1, 8)
        queue.submit(owner, replace(SMALL, seed=seed, epochs=epochs))
        return
    run_id = chance.choice(runs)
    acts = (queue.pause, queue.resume, queue.resume, queue.stop, queue.delete, queue.model)
    others = (
        lambda *run: queue.rename(*run, str(chance.random())),
        lambda *run: queue.pin(*run, chance.random() < 0.3),
    )
    chance.choice((*acts, *others))(owner, run_id)


def learner(queue: RunQueue, owner: str, failures: list[BaseException]) -> None:
    chance = random.Random(owner)
    try:
        for _ in range(ACTS):
            with contextlib.suppress(RunRefused, UnknownRun, NoWeights):
                act(queue, owner, chance)
            queue.maintain()
            threading.Event().wait(chance.random() * 0.01)
    except BaseException as error:
        failures.append(error)


def told(run: RunSnapshot) -> tuple[object, ...]:
    return run.status, run.name, run.pinned, run.step, run.weights_epochs, run.has_model


@pytest.mark.timeout(300)
def test_queue_in_a_storm(tmp_path: Path) -> None:
    """In any storm every run ends, and the disk has what was shown."""
    queue = RunQueue(lambda: DATA, open_store(tmp_path), slots=2, limits=LIMITS)
    failures: list[BaseException] = []
    learners = [threading.Thread(target=learner, args=(queue, owner, failures)) for owner in OWNERS]
    for each in learners:
        each.start()
    for each in learners:
        each.join()
    assert failures == []
    for owner in OWNERS:
        for run in queue.runs(owner):
            if run.status is RunStatus.PAUSED:
                queue.resume(owner, run.run_id)
    for owner in OWNERS:
        for run in queue.runs(owner):
            assert queue.wait(owner, run.run_id, PATIENCE)
        shown = {run.run_id: told(run) for run in queue.runs(owner)}
        assert {run.run_id: told(run) for run in queue.keeper.runs(owner)} == shown
        ended = {status for status, *_ in shown.values()}
        assert ended <= {RunStatus.DONE, RunStatus.STOPPED}
    queue.close()
