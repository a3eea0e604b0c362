from __future__ import annotations

import math
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mnist_core.config.server_limits import MEGABYTE, StoreLimits
from mnist_core.config.training_config import TrainingConfig
from mnist_core.errors import StoreError
from mnist_core.model.checkpoint import model_from, take_weights
from mnist_core.model.mlp import build_model
from mnist_core.runs.kept_runs import KeptRuns
from mnist_core.runs.queue import RunQueue
from mnist_core.store import safe_keeper as safe_keeper_module
from mnist_core.store.digits_table import PER_OWNER
from mnist_core.store.folder import FILE
from mnist_core.store.keeper import RunKeeper
from mnist_core.store.safe_keeper import FOLDER_VARIABLE, SafeKeeper, open_store
from mnist_core.store.schema import VERSION
from mnist_core.store.store import RunStore
from mnist_core.store.tables import MemoryStore
from mnist_core.store.weights_table import thinned
from mnist_core.tracking.epoch_weights import EpochWeights
from mnist_core.tracking.history import History
from mnist_core.tracking.metrics import BatchMetrics, Diverged, EpochMetrics, Evaluation
from mnist_core.tracking.run_snapshot import NoWeights, RunError, RunSnapshot, RunStatus
from tests.core.runs.run_helpers import PATIENCE, SMALL, small_data

STEPS = 4
DATA = small_data()
# In memory there is room for two runs of that size and for writing one.
TWO_RUNS = StoreLimits(memory_bytes=350_000)


def digits_of(*labels: int) -> tuple[np.ndarray, np.ndarray]:
    """Drawn digits with these labels, each with a picture of its own."""
    pictures = [np.full((28, 28), 10 + label, np.uint8) for label in labels]
    return np.array(pictures, np.uint8).reshape(-1, 28, 28), np.array(labels, np.int64)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RunStore]:
    store = RunStore(tmp_path)
    yield store
    store.close()


@pytest.fixture(params=["disk", "memory", "safe"])
def keeper(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunKeeper]:
    kinds = {
        "disk": lambda: RunStore(tmp_path),
        "memory": MemoryStore,
        "safe": lambda: SafeKeeper(RunStore(tmp_path)),
    }
    keeper: RunKeeper = kinds[request.param]()
    yield keeper
    keeper.close()


@pytest.fixture(params=["disk", "memory"])
def few_digits(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunKeeper]:
    """Keeps at most four digits."""
    keeper: RunKeeper = (
        RunStore(tmp_path, StoreLimits(digits=4))
        if request.param == "disk"
        else MemoryStore(StoreLimits(digits=4))
    )
    yield keeper
    keeper.close()


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


class TestKeepers:
    """What every keeper does."""

    @pytest.mark.parametrize("loss", [math.nan, math.inf])
    def test_a_run_comes_back_as_it_was(self, keeper: RunKeeper, loss: float) -> None:
        diverged = Diverged(epoch=3, step=10, batch=2, loss=loss)
        history = replace(run_of(tail=1).history, diverged=diverged)
        error = RunError("code", "In epoch {epoch}.", f"loss {loss}", {"epoch": 3})
        run = run_of(tail=1, error=error, test=Evaluation(0.1, 0.9), pinned=True)
        run = replace(run, history=history, status=RunStatus.DIVERGED)
        kept = keeper.save(run, weights_of(2))
        assert (kept.weights_epochs, kept.has_model) == ((2,), True)
        assert_same(keeper.runs("a")[0], kept)
        assert keeper.runs("b") == []

    def test_a_fine_tuned_run_comes_back_as_one(self, keeper: RunKeeper) -> None:
        keeper.save(run_of(fine_tuned_from="base", test=Evaluation(0.5, 0.75)), weights_of(2))
        (kept,) = keeper.runs("a")
        assert (kept.fine_tuned_from, kept.latest_result) == ("base", Evaluation(0.5, 0.75))

    def test_a_run_grows_epoch_by_epoch(self, keeper: RunKeeper) -> None:
        for epoch in range(3):
            running = run_of(epochs=epoch, status=RunStatus.RUNNING)
            keeper.save(running, weights_of(epoch, seed=epoch) if epoch else None)
        final = keeper.save(run_of(tail=3, status=RunStatus.STOPPED))
        assert_same(keeper.runs("a")[0], final)
        assert final.weights_epochs == (1, 2)
        assert final.step == 11

    def test_the_latest_weights_are_full_the_others_half(self, keeper: RunKeeper) -> None:
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

    def test_names_pins_and_deletion(self, keeper: RunKeeper) -> None:
        run = keeper.save(run_of(), weights_of(2))
        keeper.save(replace(run, name="other", pinned=True))
        assert keeper.runs("a")[0].name == "other"
        assert keeper.runs("a")[0].pinned
        assert keeper.runs("a")[0].weights_epochs == (2,)
        keeper.delete("run")
        keeper.delete("run")
        assert keeper.runs("a") == []
        assert keeper.weights("run") is None

    def test_runs_come_newest_first(self, keeper: RunKeeper) -> None:
        for number in (2, 3, 1):
            run = run_of(run_id=str(number), number=number)
            keeper.save(replace(run, created_at=5.0 - number))  # whatever the clock said
        assert [run.run_id for run in keeper.runs("a")] == ["3", "2", "1"]
        assert keeper.newest == 3

    def test_snapshots_of_long_runs_are_thinned(self, keeper: RunKeeper) -> None:
        config = TrainingConfig(hidden_sizes=(1024,) * 2, epochs=3)
        weights = weights_of(1, config=config)
        most = StoreLimits().snapshot_bytes // len(weights.half or b"")
        assert most < 12
        for epoch in range(1, 13):
            kept = keeper.save(run_of(epochs=epoch), replace(weights, epoch=epoch))
        assert len(kept.weights_epochs) <= most
        assert kept.weights_epochs[0] == 1
        assert kept.weights_epochs[-1] == 12

    def test_thinned_by_own_limit(self, tmp_path: Path) -> None:
        """A limit of one's own thins on disk and in memory."""
        limits = StoreLimits(snapshot_bytes=3 * len(weights_of(1).half or b""))
        keepers: list[RunKeeper] = [MemoryStore(limits), RunStore(tmp_path, limits)]
        for keeper in keepers:
            for epoch in range(1, 9):
                kept = keeper.save(run_of(epochs=epoch), weights_of(epoch))
            assert kept.weights_epochs == (1, 5, 8)
            keeper.close()

    def test_drawn_digits(self, keeper: RunKeeper) -> None:
        pictures = np.arange(2 * 784, dtype=np.uint16).astype(np.uint8).reshape(2, 28, 28)
        keeper.add_digit("a", 3, pictures[0])
        keeper.add_digit("a", 9, pictures[1])
        keeper.add_digit("b", 1, pictures[1])
        kept, labels = keeper.digits("a")
        assert np.array_equal(kept, pictures)
        assert kept.dtype == np.uint8
        assert labels.tolist() == [3, 9]
        keeper.replace_digits("a", pictures[:0], labels[:0])
        assert [part.shape for part in keeper.digits("a")] == [(0, 28, 28), (0,)]
        assert len(keeper.digits("b")[1]) == 1

    def test_digits_are_replaced_in_their_order(self, keeper: RunKeeper) -> None:
        pictures, labels = digits_of(5, 3, 9)
        for owner in ("a", "b"):
            for picture, label in zip(pictures, labels.tolist(), strict=True):
                keeper.add_digit(owner, label, picture)
        keeper.replace_digits("a", pictures[[0, 2]], labels[[0, 2]])
        kept, left = keeper.digits("a")
        assert np.array_equal(kept, pictures[[0, 2]]) and left.tolist() == [5, 9]
        keeper.add_digit("a", 1, pictures[1])
        keeper.replace_digits("c", pictures, labels)  # who has none yet
        assert [keeper.digits(owner)[1].tolist() for owner in "abc"] == [
            [5, 9, 1],
            [5, 3, 9],
            [5, 3, 9],
        ]

    def test_replaced_digits_are_bounded_like_added_ones(self, few_digits: RunKeeper) -> None:
        few_digits.replace_digits("a", *digits_of(1, 2, 3, 4, 5, 6))
        assert few_digits.digits("a")[1].tolist() == [3, 4, 5, 6]

    def test_digits_of_largest_owner_go(self, few_digits: RunKeeper) -> None:
        """Who draws the most makes room for what they draw."""
        picture = np.zeros((28, 28), np.uint8)
        for owner in ("back", "here"):
            for label in (1, 2):
                few_digits.add_digit(owner, label, picture)
            few_digits.seen([owner], 1000.0 if owner == "back" else time.time())
        few_digits.add_digit("back", 3, picture)
        assert few_digits.digits("back")[1].tolist() == [2, 3]  # no more goes than has to
        assert few_digits.digits("here")[1].tolist() == [1, 2]  # nobody draws away another's
        few_digits.add_digit("new", 4, picture)
        assert few_digits.digits("here")[1].tolist() == [2]  # longer absent than who just drew
        few_digits.add_digit("new", 5, picture)
        assert few_digits.digits("back")[1].tolist() == [3]
        assert few_digits.digits("new")[1].tolist() == [4, 5]

    def test_who_has_drawn_all_there_is_loses_the_oldest(self, few_digits: RunKeeper) -> None:
        for label in range(6):
            few_digits.add_digit("alone", label, np.zeros((28, 28), np.uint8))
        assert few_digits.digits("alone")[1].tolist() == [2, 3, 4, 5]

    def test_an_owners_digits_are_bounded(self, keeper: RunKeeper) -> None:
        for number in range(PER_OWNER + 3):
            keeper.add_digit("a", number % 10, np.full((28, 28), number % 251, np.uint8))
        pictures, labels = keeper.digits("a")
        assert len(labels) == PER_OWNER
        assert (labels[0], pictures[0, 0, 0]) == (3, 3)


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


def test_large_weights_are_halved_without_becoming_infinite() -> None:
    model = build_model(SMALL)
    model.linear_layers[0].weight.data.fill_(1e6)
    half = take_weights(model, 1, finished=True).half
    assert half is not None
    weight = model_from(SMALL, half).linear_layers[0].weight.detach()
    assert weight.numpy() == pytest.approx(1e6, rel=0.01)


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

    def test_replace_digits_or_none(self, store: RunStore) -> None:
        """As after a crash in between: what was there is there."""
        store.replace_digits("a", *digits_of(1, 2, 3))
        store._connection.execute(
            "CREATE TEMP TRIGGER stop BEFORE INSERT ON digits WHEN NEW.label = 3 "
            "BEGIN SELECT RAISE(ABORT, 'stopped'); END"
        )
        with pytest.raises(StoreError):
            store.replace_digits("a", *digits_of(2, 3))
        assert store.digits("a")[1].tolist() == [1, 2, 3]

    def test_all_digits_together_are_bounded(self, tmp_path: Path) -> None:
        store = RunStore(tmp_path, StoreLimits(digits=10))
        for number, owner in enumerate("abcd"):
            for _ in range(4):
                store.add_digit(owner, number, np.zeros((28, 28), np.uint8))
                store.seen([owner], 1000.0 + number)
        assert [len(store.digits(owner)[1]) for owner in "abcd"] == [2, 2, 3, 3]
        store.close()

    def test_two_servers_do_not_share_it(
        self, store: RunStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("mnist_core.store.store.LOCK_SECONDS", 0.05)
        with pytest.raises(StoreError) as caught:
            RunStore(tmp_path)
        assert caught.value.code == "store_in_use"

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

    def test_schema_without_fine_tuned(self, store: RunStore, tmp_path: Path) -> None:
        """Runs kept before there were fine-tuned ones are read."""
        run = store.save(run_of())
        with sqlite3.connect(tmp_path / FILE) as connection:
            connection.execute("UPDATE runs SET facts = json_remove(facts, '$.fine_tuned_from')")
        connection.close()
        assert_same(store.runs("a")[0], run)

    def test_schema_with_older_fine_tuned(self, store: RunStore) -> None:
        """A fine-tuned run of an older version is read."""
        run = store.save(run_of(fine_tuned_from="base"))
        store._connection.execute(
            "UPDATE runs SET facts = json_set(json_remove(facts, '$.fine_tuned_from'), "
            "'$.taught_from', 'base')"
        )
        assert_same(store.runs("a")[0], run)

    def test_a_newer_version_is_left_alone(self, tmp_path: Path) -> None:
        RunStore(tmp_path).close()
        with sqlite3.connect(tmp_path / FILE) as connection:
            connection.execute(f"PRAGMA user_version = {VERSION + 1}")
        connection.close()
        with pytest.raises(StoreError) as caught:
            RunStore(tmp_path)
        assert caught.value.code == "store_newer"
        assert str(VERSION + 1) in str(caught.value.params["version"])

    @pytest.mark.parametrize("content", [b"not a database at all" * 100, b"\x00" * 5000])
    def test_a_damaged_file_is_left_alone(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / FILE).write_bytes(content)
        with pytest.raises(StoreError) as caught:
            RunStore(tmp_path)
        assert caught.value.code == "store_damaged"
        assert (tmp_path / FILE).read_bytes() == content

    def test_somebody_elses_database_is_left_alone(self, tmp_path: Path) -> None:
        with sqlite3.connect(tmp_path / FILE) as connection:
            connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.close()
        with pytest.raises(StoreError) as caught:
            RunStore(tmp_path)
        assert caught.value.code == "store_damaged"

    def test_a_run_that_cannot_be_read_hides_no_other(
        self, store: RunStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        store.save(run_of(run_id="good"))
        store.save(run_of(run_id="bad", status=RunStatus.RUNNING))
        with sqlite3.connect(tmp_path / FILE) as connection:
            connection.execute(
                "UPDATE runs SET facts = replace(facts, '\"epochs\": 2', '\"epochs\": 999') "
                "WHERE run_id = 'bad'"
            )
        connection.close()
        assert [run.run_id for run in store.runs("a")] == ["good"]
        assert store.unfinished() == []
        assert "bad" in caplog.text

    @pytest.mark.parametrize("status", ["done", "queued"])
    @pytest.mark.parametrize(
        "damage",
        [
            "facts = json_set(facts, '$.config', json('[]'))",
            "facts = json_set(facts, '$.config', json('{\"hidden_sizes\": 7}'))",
            "facts = json_set(facts, '$.name', 7)",
            "facts = json_set(facts, '$.epoch', 'two')",
            "facts = json_set(facts, '$.elapsed_seconds', json('null'))",
            "facts = json_set(facts, '$.held_out_name', 'train')",
            "facts = json_set(facts, '$.test', json('[0.5]'))",
            "facts = json_set(facts, '$.fine_tuned_from', 7)",
            "facts = '[]'",
            "facts = 'no JSON'",
            "facts = CAST(x'7b22ff227d' AS TEXT)",
            "facts = replace(hex(zeroblob(50000)), '0', '[')",
            "tail = x'00'",
            "tail = 'text'",
            "created_at = 'yesterday'",
        ],
    )
    def test_open_without_broken_row(
        self, tmp_path: Path, damage: str, status: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Whatever is wrong with a row, the lab opens without it."""
        store = RunStore(tmp_path)
        for run_id in ("good", "bad"):
            store.save(run_of(run_id=run_id, status=RunStatus(status)))
        store._connection.execute(f"UPDATE runs SET {damage} WHERE run_id = 'bad'")
        store.close()
        queue = RunQueue(lambda: DATA, open_store(tmp_path), slots=1)
        assert queue.notice is None
        assert [run.run_id for run in queue.runs("a")] == ["good"]
        queue.close()
        assert "run bad cannot be read" in caplog.text

    @pytest.mark.parametrize(
        "damage",
        [
            "metrics = '[]'",
            "metrics = json_set(metrics, '$.held_out_accuracy', 'high')",
            "losses = x'0000'",
            "losses = 7",
        ],
    )
    def test_a_run_with_a_damaged_epoch_is_left_out(self, store: RunStore, damage: str) -> None:
        store.save(run_of(run_id="bad"))
        store.save(run_of(run_id="good"))
        store._connection.execute(f"UPDATE epochs SET {damage} WHERE run_id = 'bad'")
        assert [run.run_id for run in store.runs("a")] == ["good"]

    @pytest.mark.parametrize("data", [b"", b"\x00\xff\x00\xff", b"\xff" * 100, "other"])
    def test_damaged_weights_are_none(self, tmp_path: Path, data: bytes | str) -> None:
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

    def test_a_failed_save_changes_nothing(self, store: RunStore, tmp_path: Path) -> None:
        before = store.save(run_of(), weights_of(2))
        fill_up(store)
        with pytest.raises(StoreError) as caught:
            store.save(run_of(epochs=3), weights_of(3, config=TrainingConfig()))
        assert caught.value.code == "store_full"
        assert_same(store.runs("a")[0], before)
        assert store.weights("run") == weights_of(2).full


def fill_up(store: RunStore) -> None:
    """From now on the disk is full, as SQLite sees it."""
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")


def make_room(store: RunStore) -> None:
    store._connection.execute("PRAGMA max_page_count = 1000000")


class TestMemory:
    """What is kept in memory is bounded, however many learners come."""

    def test_owners_of_whom_nothing_is_kept_are_forgotten(self) -> None:
        keeper = MemoryStore()
        keeper.save(run_of("a"))
        keeper.add_digit("b", 1, np.zeros((28, 28), np.uint8))
        for number in range(100):
            keeper.seen([f"stranger {number}", "a"], 5.0 + number)
        assert set(keeper._room._last_seen()) == {"a", "b"}

    def test_all_digits_together_are_bounded(self) -> None:
        keeper = MemoryStore(StoreLimits(digits=10))
        for number, owner in enumerate("abcd"):
            for _ in range(4):
                keeper.add_digit(owner, number, np.zeros((28, 28), np.uint8))
            keeper.seen([owner], 1000.0 + number)
        assert [len(keeper.digits(owner)[1]) for owner in "abcd"] == [2, 2, 3, 3]

    def test_eviction_of_longest_absent(self) -> None:
        """The longest absent owner's run makes room, though it is the newest."""
        keeper = MemoryStore(TWO_RUNS)
        keeper.save(run_of("a", "old", number=1), weights_of(2))
        keeper.save(run_of("b", "new", number=2), weights_of(2))
        keeper.seen(["a"], 2000.0)
        keeper.seen(["b"], 1000.0)
        keeper.save(run_of("c", "newest", number=3), weights_of(2))
        assert [len(keeper.runs(owner)) for owner in "abc"] == [1, 0, 1]

    def test_fine_tuned_base_is_kept(self) -> None:
        """A fine-tuned run's base makes no room for it."""
        keeper = MemoryStore(TWO_RUNS)
        for number in range(2):
            keeper.save(run_of(run_id=str(number), number=number), weights_of(2))
        keeper.save(run_of(run_id="tuned", number=2, fine_tuned_from="0"), weights_of(2))
        assert [run.run_id for run in keeper.runs("a")] == ["tuned", "0"]

    def test_runs_at_hand_are_bounded_in_bytes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        one = 2 * run_of(epochs=50).history.batch_losses.nbytes
        monkeypatch.setattr("mnist_core.runs.kept_runs.CACHED_BYTES", 3 * one)
        keeper = MemoryStore()
        kept = KeptRuns(keeper)
        for owner in "abcde":
            keeper.save(run_of(owner, owner, epochs=50))
            assert list(kept.of(owner)) == [owner]
        assert list(kept._by_owner) == ["c", "d", "e"]
        for number in range(5):  # an owner's own always stay
            kept.put(run_of("e", f"e{number}", epochs=50))
        assert list(kept._by_owner) == ["e"]
        assert len(kept.of("e")) == 6
        assert list(kept.of("a")) == ["a"]  # read anew

    def test_bound_holds_after_each_save(self) -> None:
        """What is replaced, thinned and dropped is given back, the largest network included."""
        keeper = MemoryStore(StoreLimits(memory_bytes=40 * MEGABYTE))
        large = weights_of(1, config=TrainingConfig(hidden_sizes=(1024,) * 2))
        for number in range(12):
            for epoch in range(1, 4):
                weights = replace(large, epoch=epoch) if number % 3 == 0 else weights_of(epoch)
                run = run_of("abc"[number % 3], str(number), epochs=epoch, number=number)
                keeper.save(run, weights)
                assert keeper._room._pages() * 4096 <= 40 * MEGABYTE
        assert keeper.evicted > 0
        assert keeper.has("11")

    def test_runs_not_over_are_kept_beyond_the_bound(self) -> None:
        """There is no other place for them; what is over makes room first."""
        keeper = MemoryStore(TWO_RUNS)
        keeper.save(run_of(run_id="over"), weights_of(2))
        for number in range(2, 7):
            run = run_of(run_id=str(number), number=number, status=RunStatus.PAUSED)
            keeper.save(run, weights_of(2))
        assert [run.run_id for run in keeper.runs("a")] == list("65432")
        assert all(keeper.weights(str(number)) == weights_of(2).full for number in range(2, 7))


class TestWhenTheDiskFails:
    def test_a_full_disk_is_noticed_and_made_up_for(self, tmp_path: Path) -> None:
        store = RunStore(tmp_path)
        keeper = SafeKeeper(store)
        keeper.save(run_of(epochs=1, status=RunStatus.RUNNING), weights_of(1))
        fill_up(store)
        big = weights_of(2, config=TrainingConfig())
        kept = keeper.save(run_of(epochs=2), big)
        assert keeper.notice is not None
        assert keeper.notice.code == "store_full"
        assert kept.has_model
        assert keeper.weights("run") == big.full
        assert keeper.weights("run", 1) == weights_of(1).half  # from the disk
        assert len(keeper.runs("a")) == 1
        assert len(keeper.runs("a")[0].history.epochs) == 2
        make_room(store)
        keeper.save(run_of(run_id="other", number=2))
        assert keeper.notice is None
        assert store.weights("run") == big.full
        assert store.weights("run", 2) == big.half
        assert [run.run_id for run in store.runs("a")] == ["other", "run"]
        keeper.close()

    def test_weights_kept_before_the_disk_failed_are_still_named(self, tmp_path: Path) -> None:
        store = RunStore(tmp_path)
        keeper = SafeKeeper(store)
        keeper.save(run_of(epochs=1, status=RunStatus.RUNNING), weights_of(1))
        store._connection.execute("PRAGMA query_only = ON")
        kept = keeper.save(run_of(epochs=1, status=RunStatus.STOPPED))
        assert (kept.weights_epochs, kept.has_model) == ((1,), True)
        assert_same(keeper.runs("a")[0], kept)
        kept = keeper.save(run_of(epochs=2), weights_of(2))
        assert kept.weights_epochs == (1, 2)
        assert_same(keeper.runs("a")[0], kept)
        store._connection.execute("PRAGMA query_only = OFF")
        keeper.save(run_of(run_id="other", number=2))
        assert store.runs("a")[1].weights_epochs == (1, 2)
        keeper.close()

    def test_digits_drawn_meanwhile_are_made_up_for(self, tmp_path: Path) -> None:
        store = RunStore(tmp_path)
        keeper = SafeKeeper(store)
        keeper.add_digit("a", 1, np.zeros((28, 28), np.uint8))
        fill_up(store)
        for _ in range(20):
            keeper.add_digit("a", 2, np.zeros((28, 28), np.uint8))
        assert keeper.notice is not None
        assert keeper.digits("a")[1].tolist() == [1] + [2] * 20
        make_room(store)
        keeper.save(run_of())
        assert store.digits("a")[1].tolist() == [1] + [2] * 20
        keeper.close()

    def test_delete_on_read_only_disk(self, tmp_path: Path) -> None:
        """A run deleted while the disk is read-only stays away."""
        store = RunStore(tmp_path)
        keeper = SafeKeeper(store)
        keeper.save(run_of(), weights_of(2))
        store._connection.execute("PRAGMA query_only = ON")
        keeper.delete("run")
        assert keeper.notice is not None
        assert keeper.notice.code == "store_read_only"
        assert keeper.runs("a") == []
        store._connection.execute("PRAGMA query_only = OFF")
        keeper.save(run_of(run_id="other"))
        assert [run.run_id for run in store.runs("a")] == ["other"]
        keeper.close()

    def test_replace_digits_on_read_only_disk(self, tmp_path: Path) -> None:
        """Digits replaced while the disk is read-only are so later."""
        store = RunStore(tmp_path)
        keeper = SafeKeeper(store)
        keeper.replace_digits("a", *digits_of(1, 2, 3))
        store._connection.execute("PRAGMA query_only = ON")
        keeper.replace_digits("a", *digits_of(1, 3))
        assert keeper.notice is not None
        assert keeper.digits("a")[1].tolist() == [1, 3]
        assert store.digits("a")[1].tolist() == [1, 2, 3]  # none is lost with the process
        store._connection.execute("PRAGMA query_only = OFF")
        keeper.add_digit("a", 4, np.zeros((28, 28), np.uint8))
        assert store.digits("a")[1].tolist() == keeper.digits("a")[1].tolist() == [1, 3, 4]
        keeper.close()

    def test_clear_digits_on_read_only_disk(self, tmp_path: Path) -> None:
        """Digits cleared while the disk is read-only stay away."""
        store = RunStore(tmp_path)
        keeper = SafeKeeper(store)
        keeper.add_digit("a", 1, np.zeros((28, 28), np.uint8))
        store._connection.execute("PRAGMA query_only = ON")
        keeper.replace_digits("a", *digits_of())
        assert keeper.notice is not None
        assert keeper.digits("a")[1].tolist() == []
        keeper.add_digit("a", 2, np.zeros((28, 28), np.uint8))
        assert keeper.digits("a")[1].tolist() == [2]
        store._connection.execute("PRAGMA query_only = OFF")
        keeper.add_digit("a", 3, np.zeros((28, 28), np.uint8))
        keeper.save(run_of())
        assert store.digits("a")[1].tolist() == [2, 3]
        keeper.close()

    def test_digits_go_to_disk_whole(self, tmp_path: Path) -> None:
        """Who looks while they are made up for waits until they are all there."""

        class Slow(RunStore):
            adding, looked = threading.Event(), threading.Event()

            def add_digit(self, owner: str, label: int, picture: np.ndarray) -> None:
                self.adding.set()
                self.looked.wait(0.3)
                super().add_digit(owner, label, picture)

        store = Slow(tmp_path)
        keeper = SafeKeeper(store)
        store._connection.execute("PRAGMA query_only = ON")
        store.looked.set()
        keeper.add_digit("a", 1, np.zeros((28, 28), np.uint8))
        store._connection.execute("PRAGMA query_only = OFF")
        store.looked.clear()
        store.adding.clear()
        saving = threading.Thread(target=keeper.save, args=(run_of(),))
        saving.start()
        assert store.adding.wait(PATIENCE)
        assert keeper.digits("a")[1].tolist() == [1]
        store.looked.set()
        saving.join(PATIENCE)
        keeper.close()

    def test_broken_run_on_read_only_disk(self, tmp_path: Path) -> None:
        """A run that cannot be read hides no other on a disk that cannot be written."""
        store = RunStore(tmp_path)
        store.save(run_of(run_id="good"))
        store.save(run_of(run_id="bad"))
        store._connection.execute("UPDATE runs SET facts = '{}' WHERE run_id = 'bad'")
        store._connection.execute("PRAGMA query_only = ON")
        assert [run.run_id for run in store.runs("a")] == ["good"]
        store.close()

    def test_a_queue_goes_on_in_memory(self, tmp_path: Path) -> None:
        store = RunStore(tmp_path)
        store._connection.execute("PRAGMA query_only = ON")
        queue = RunQueue(lambda: DATA, store, slots=1)
        run = queue.submit("a", SMALL)
        assert queue.wait("a", run, PATIENCE)
        assert queue.snapshot("a", run).status is RunStatus.DONE
        assert queue.notice is not None
        queue.model("a", run)
        queue.close()

    @pytest.mark.parametrize("place", ["/dev/null/store", "/proc/store"])
    def test_open_store_without_disk(self, place: str) -> None:
        """Where nothing can be written, there is memory and a notice."""
        keeper = open_store(place)
        assert keeper.notice is not None
        assert keeper.notice.code in ("store_unusable", "store_read_only")
        keeper.save(run_of(), weights_of(2))
        assert keeper.runs("a")[0].has_model

    def test_a_newer_store_leaves_memory_and_a_notice(self, tmp_path: Path) -> None:
        RunStore(tmp_path).close()
        with sqlite3.connect(tmp_path / FILE) as connection:
            connection.execute("PRAGMA user_version = 99")
        connection.close()
        queue = RunQueue(lambda: DATA, open_store(tmp_path), slots=1)
        assert queue.notice is not None
        assert queue.notice.code == "store_newer"
        run = queue.submit("a", SMALL)
        assert queue.wait("a", run, PATIENCE)
        assert queue.notice is not None
        queue.close()


class TestPlace:
    def test_the_environment_says_where(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "deep" / "down"))
        keeper = open_store()
        keeper.save(run_of())
        keeper.close()
        assert (tmp_path / "deep" / "down" / FILE).exists()

    def test_memory_can_be_asked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(FOLDER_VARIABLE, "memory")
        assert open_store().notice is None

    def test_open_store_default_folder(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The default lies beside the app, and git ignores it."""
        app, elsewhere = tmp_path / "app", tmp_path / "elsewhere"
        elsewhere.mkdir()
        monkeypatch.delenv(FOLDER_VARIABLE)
        monkeypatch.chdir(elsewhere)
        assert Path(__file__).parents[3] / ".digit-lab" == safe_keeper_module.STORE_FOLDER
        monkeypatch.setattr(safe_keeper_module, "STORE_FOLDER", app / ".digit-lab")
        open_store().close()
        assert (app / ".digit-lab" / FILE).exists()
        assert not list(elsewhere.iterdir())
        ignored = (Path(__file__).parents[3] / ".gitignore").read_text().splitlines()
        assert ".digit-lab/" in ignored


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
