"""While the disk fails runs are kept in memory, and it is said; then they go there."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import numpy as np
import pytest

from mnist_core.config.training_config import TrainingConfig
from mnist_core.runs.queue import RunQueue
from mnist_core.store import safe_keeper as safe_keeper_module
from mnist_core.store.folder import FILE
from mnist_core.store.safe_keeper import FOLDER_VARIABLE, SafeKeeper, open_store
from mnist_core.store.store import RunStore
from mnist_core.tracking.run_snapshot import RunStatus
from tests.core.runs.run_helpers import PATIENCE, SMALL
from tests.core.store.kept import (
    DATA,
    assert_same,
    digits_of,
    fill_up,
    make_room,
    run_of,
    weights_of,
)


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
