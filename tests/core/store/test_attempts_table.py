"""Attempts at experiments come back as they were committed and concluded, and are bounded."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mnist_core.config.server_limits import ATTEMPT_BYTES, StoreLimits
from mnist_core.store.attempts_table import PER_OWNER
from mnist_core.store.folder import FILE
from mnist_core.store.keeper import RunKeeper
from mnist_core.store.memory_store import MemoryStore
from mnist_core.store.safe_keeper import SafeKeeper
from mnist_core.store.store import RunStore
from mnist_core.tracking.attempt import Attempt
from tests.core.store.kept import fill_up, make_room, run_of


def attempt(number: int, owner: str = "a", **more: object) -> Attempt:
    made = Attempt(f"{owner}{number:03}", owner, "sorted_order", float(number), 7, [[1, 2.5]])
    return replace(made, **more)  # type: ignore[arg-type]


def test_committed_then_concluded(keeper: RunKeeper) -> None:
    for each in (attempt(1), attempt(2, prediction="better"), attempt(3, "b")):
        keeper.save_attempt(each)
    done = attempt(1, outcome={"figures": {"x": 0.5}})
    keeper.save_attempt(done)
    assert keeper.attempts("a") == [attempt(2, prediction="better"), done]
    assert keeper.attempts("b") == [attempt(3, "b")]
    keeper.seen(["b"], 1.0)  # who has nothing but attempts is still somebody
    assert keeper.attempts("a")


def test_nobody_changes_anothers(keeper: RunKeeper) -> None:
    keeper.save_attempt(attempt(1))
    keeper.save_attempt(attempt(1, "b", attempt_id="a001", prediction="mine"))
    assert keeper.attempts("a") == [attempt(1)]


def test_an_owners_attempts_are_bounded(keeper: RunKeeper) -> None:
    for number in range(PER_OWNER + 2):
        keeper.save_attempt(attempt(number))
    kept = keeper.attempts("a")
    assert len(kept) == PER_OWNER and kept[-1].created_at == 2.0


@pytest.mark.parametrize("strange", ["x" * ATTEMPT_BYTES, [float("nan")]])
def test_too_large_or_no_json(keeper: RunKeeper, strange: object) -> None:
    with pytest.raises(ValueError, match=r"large|JSON"):
        keeper.save_attempt(attempt(1, prediction=strange))
    assert keeper.attempts("a") == []


def test_all_attempts_together_are_bounded() -> None:
    """Whoever has the most loses the oldest."""
    keeper = MemoryStore(StoreLimits(attempts=4))
    for number, owner in enumerate("abaaab"):
        keeper.save_attempt(attempt(number, owner))
    assert [each.created_at for each in keeper.attempts("a")] == [4.0, 3.0]
    assert [each.created_at for each in keeper.attempts("b")] == [5.0, 1.0]


def test_a_damaged_attempt_is_left_out(store: RunStore) -> None:
    store.save_attempt(attempt(1))
    store.save_attempt(attempt(2))
    store._connection.execute("UPDATE attempts SET outcome = '{' WHERE attempt_id = 'a001'")
    assert store.attempts("a") == [attempt(2)]


def test_it_survives_a_restart(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    store.save_attempt(attempt(1))
    store.close()
    store = RunStore(tmp_path)
    assert store.attempts("a") == [attempt(1)]
    store.close()


def test_a_store_from_before_there_were_experiments(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    store.save(run_of())
    store._connection.executescript("DROP TABLE attempts; PRAGMA user_version = 2")
    store.close()
    store = RunStore(tmp_path)
    store.save_attempt(attempt(1))
    assert store.attempts("a") == [attempt(1)] and len(store.runs("a")) == 1
    store.close()


def test_they_come_along_to_a_new_file(tmp_path: Path) -> None:
    """The store's file was deleted under the server."""
    store = RunStore(tmp_path)
    store.save_attempt(attempt(1))
    (tmp_path / FILE).unlink()
    store.reopen()
    store.close()
    store = RunStore(tmp_path)
    assert store.attempts("a") == [attempt(1)]
    store.close()


def test_concluded_while_the_disk_is_full(tmp_path: Path) -> None:
    """Memory has it until the disk can be written again; nothing is lost in between."""
    store = RunStore(tmp_path)
    keeper = SafeKeeper(store)
    keeper.save_attempt(attempt(1))
    fill_up(store)
    done = attempt(1, outcome={"curves": "x" * 20_000})
    keeper.save_attempt(done)
    for number in range(2, 5):
        keeper.save_attempt(attempt(number, prediction="y" * 20_000))
    assert keeper.attempts("a")[-1] == done and len(keeper.attempts("a")) == 4
    assert store.attempts("a")[-1] == attempt(1)
    make_room(store)
    assert keeper.catch_up()
    assert store.attempts("a") == keeper.attempts("a")
    assert store.attempts("a")[-1] == done and keeper.notice is None
    keeper.close()
