"""The store's bound in megabytes holds at every moment, whoever fills it with whatever."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mnist_core.config.server_limits import (
    MEGABYTE,
    StoreLimits,
)
from mnist_core.config.training_config import TrainingConfig
from mnist_core.errors import StoreError
from mnist_core.store.folder import FILE
from mnist_core.store.safe_keeper import SafeKeeper
from mnist_core.store.schema import empty_log
from mnist_core.store.store import RunStore
from mnist_core.tracking.epoch_weights import EpochWeights
from mnist_core.tracking.run_snapshot import RunStatus
from tests.core.store.kept import run_of, weights_of

LIMIT = 8 * MEGABYTE
WEIGHTS = weights_of(1, config=TrainingConfig(hidden_sizes=(256,)))  # 0.8 MB and half of it


def on_disk(folder: Path) -> int:
    """Bytes of all files of the store."""
    sizes = 0
    for each in os.listdir(folder):
        try:
            sizes += (folder / each).stat().st_size
        except FileNotFoundError:
            continue
    return sizes


class Watched:
    """A store whose size is looked at again and again while it works."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self.folder, self.limit = folder, limit
        self.store = RunStore(folder, StoreLimits(bytes=limit))
        self.most = 0
        self.store._connection.set_progress_handler(self.look, 500)

    def look(self) -> None:
        self.most = max(self.most, on_disk(self.folder))

    def save(
        self, *arguments: object, weights: EpochWeights | None = WEIGHTS, **more: object
    ) -> None:
        self.store.save(run_of(*arguments, **more), weights)  # type: ignore[arg-type]
        self.look()

    def runs(self, owner: str) -> list[str]:
        return [run.run_id for run in self.store.runs(owner)]


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    watched = Watched(tmp_path)
    yield watched
    watched.store.close()


def test_finished_runs_and_the_log_stay_within_it(watched: Watched) -> None:
    for number in range(30):
        watched.save(run_id=str(number), number=number)
    assert watched.most <= LIMIT
    assert watched.runs("a")[0] == "29"
    assert len(watched.runs("a")) >= 3


def test_paused_runs_are_counted(watched: Watched) -> None:
    """They may not be dropped: what is too much is refused, and kept in memory."""
    keeper = SafeKeeper(watched.store)
    for number in range(20):
        run = run_of(f"owner {number // 8}", str(number), number=number, status=RunStatus.PAUSED)
        keeper.save(run, WEIGHTS)
        watched.look()
    assert watched.most <= LIMIT
    assert keeper.notice is not None
    assert keeper.notice.code == "store_no_room"
    owners = [f"owner {number}" for number in range(3)]
    assert sum(len(keeper.runs(owner)) for owner in owners) == 20
    assert all(keeper.weights(str(number)) == WEIGHTS.full for number in range(20))
    for owner in owners:  # once they are over, they are kept as far as there is room
        for run in keeper.runs(owner):
            keeper.save(replace(run, status=RunStatus.STOPPED))
            watched.look()
    assert keeper.catch_up()
    assert keeper.notice is None
    assert watched.most <= LIMIT


def test_who_takes_the_most_makes_room_for_themselves(watched: Watched) -> None:
    watched.save("small", "mine")
    watched.store.add_digit("small", 7, np.zeros((28, 28), np.uint8))
    for number in range(20):
        watched.save("large", f"large {number}", number=number + 2)
    assert watched.runs("small") == ["mine"]
    assert watched.store.digits("small")[1].tolist() == [7]
    assert watched.runs("large")[0] == "large 19"


def test_a_newcomer_gets_room_from_who_has_the_most(watched: Watched) -> None:
    number = 0
    while watched.store.evicted == 0:
        number += 1
        watched.save("large", f"large {number}", number=number)
    before = watched.runs("large")
    watched.save("new", "first", number=number + 1)
    assert watched.runs("new") == ["first"]
    assert watched.runs("large") == before[: len(watched.runs("large"))]
    assert len(watched.runs("large")) < len(before)


def test_a_run_that_does_not_fit_drops_nobody_elses(watched: Watched) -> None:
    watched.save("small", "mine")
    huge = weights_of(1, config=TrainingConfig(hidden_sizes=(1024, 1024)))
    with pytest.raises(StoreError) as caught:
        watched.store.save(run_of("large", "huge", number=2), huge)
    assert caught.value.code == "store_no_room"
    assert watched.runs("small") == ["mine"]


def test_one_larger_run_makes_its_room_step_by_step(watched: Watched) -> None:
    """The pages that move when the file shrinks stand in the log as well."""
    small = weights_of(1)
    for number in range(70):
        watched.save(run_id=str(number), number=number, weights=small)
    watched.save(run_id="one", number=100, weights=weights_of(1, config=TrainingConfig()))
    assert watched.runs("a")[0] == "one"
    assert watched.most <= LIMIT


def test_a_smaller_bound_holds_from_the_start(tmp_path: Path) -> None:
    store = RunStore(tmp_path, StoreLimits(bytes=2 * LIMIT))
    for number in range(8):
        store.save(run_of(run_id=str(number), number=number), WEIGHTS)
    store.close()
    assert on_disk(tmp_path) > LIMIT
    watched = Watched(tmp_path)
    assert on_disk(tmp_path) <= LIMIT
    assert watched.runs("a")[0] == "7"
    watched.store.close()


@pytest.mark.parametrize("delete", [True, False])
def test_what_is_free_in_the_file_is_used_again(
    watched: Watched, delete: bool, tmp_path: Path
) -> None:
    sizes: list[int] = []
    for number in range(3):
        watched.save(run_id=str(number), number=number)
        if delete:
            watched.store.delete(str(number))
        empty_log(watched.store._connection)
        sizes.append((tmp_path / FILE).stat().st_size)
    grows: Callable[[int, int], bool] = (lambda a, b: b <= a) if delete else (lambda a, b: b > a)
    assert grows(sizes[0], sizes[1])
    assert grows(sizes[1], sizes[2])
