"""A store that could not be used is tried again, and what memory held meanwhile goes there."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from mnist_core.runs.failures import SERVER_STOPPED
from mnist_core.runs.queue import RunQueue
from mnist_core.store.folder import FILE
from mnist_core.store.safe_keeper import SafeKeeper, open_store
from mnist_core.store.store import RunStore
from mnist_core.tracking.run_snapshot import RunStatus
from tests.core.runs.run_helpers import PATIENCE, SMALL, small_data
from tests.core.store.kept import assert_same, fill_up, make_room, run_of, weights_of

DATA = small_data()
DIGIT = np.full((28, 28), 7, np.uint8)


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another server lets go when the test says so."""
    monkeypatch.setattr("mnist_core.store.store.LOCK_SECONDS", 0.05)


def kept(folder: Path, owner: str = "a") -> dict[str, RunStatus]:
    """What a server that starts now would find."""
    store = RunStore(folder)
    found = {run.run_id: run.status for run in store.runs(owner)}
    store.close()
    return found


class TestRollingRestart:
    """A server that starts while the old one still has the store."""

    def test_it_takes_over_when_the_old_one_has_gone(self, tmp_path: Path) -> None:
        old = RunStore(tmp_path)
        old.save(run_of("a", "done", number=1), weights_of(2))
        old.save(run_of("a", "begun", epochs=1, number=2, status=RunStatus.RUNNING), weights_of(1))
        old.save(run_of("a", "waiting", epochs=0, number=3, status=RunStatus.QUEUED))
        queue = RunQueue(lambda: DATA, open_store(tmp_path), slots=1)
        assert queue.notice is not None
        assert queue.notice.code == "store_in_use"
        mine = queue.submit("a", SMALL)
        assert queue.wait("a", mine, PATIENCE)
        queue.maintain()
        assert [run.run_id for run in queue.runs("a")] == [mine]
        old.close()
        queue.maintain()
        assert queue.notice is None
        runs = ["done", "begun", "waiting", mine]
        assert [run.run_id for run in queue.runs("a")] == runs[::-1]
        begun = queue.snapshot("a", "begun")
        assert (begun.status, begun.error) == (RunStatus.INTERRUPTED, SERVER_STOPPED)
        assert queue.wait("a", "waiting", PATIENCE)
        for run in runs:
            queue.model("a", run)
        queue.close()
        assert list(kept(tmp_path)) == runs[::-1]
        assert kept(tmp_path)["waiting"] is RunStatus.DONE

    def test_runs_that_go_on_meanwhile_are_left_alone(self, tmp_path: Path) -> None:
        old = RunStore(tmp_path)
        queue = RunQueue(lambda: DATA, open_store(tmp_path), slots=1)
        run = queue.submit("a", SMALL)
        queue.pause("a", run)
        old.close()
        queue.maintain()
        queue.maintain()
        assert [each.run_id for each in queue.runs("a")] == [run]
        assert queue.snapshot("a", run).active
        queue.resume("a", run)
        assert queue.wait("a", run, PATIENCE)
        assert queue.snapshot("a", run).status is RunStatus.DONE
        queue.close()
        assert kept(tmp_path) == {run: RunStatus.DONE}

    def test_close_keeps_runs_at_last(self, tmp_path: Path) -> None:
        """At its own end, at the latest, its runs are kept."""
        old = RunStore(tmp_path)
        queue = RunQueue(lambda: DATA, open_store(tmp_path), slots=1)
        run = queue.submit("a", SMALL)
        assert queue.wait("a", run, PATIENCE)
        old.close()
        queue.close()
        assert kept(tmp_path) == {run: RunStatus.DONE}


class TestTheDiskRecovers:
    def test_a_result_goes_there_without_another_save(self, tmp_path: Path) -> None:
        store = RunStore(tmp_path)
        keeper = SafeKeeper(store)
        keeper.save(run_of(epochs=1, status=RunStatus.RUNNING), weights_of(1))
        fill_up(store)
        done = keeper.save(run_of(epochs=2), weights_of(2))
        assert not keeper.catch_up()
        assert keeper.notice is not None
        make_room(store)
        assert keeper.catch_up()
        assert keeper.notice is None
        assert_same(store.runs("a")[0], done)
        keeper.close()

    def test_at_the_end_everything_goes_there(self, tmp_path: Path) -> None:
        store = RunStore(tmp_path)
        queue = RunQueue(lambda: DATA, store, slots=1)
        store._connection.execute("PRAGMA query_only = ON")
        run = queue.submit("a", SMALL)
        assert queue.wait("a", run, PATIENCE)
        queue.keeper.add_digit("a", 3, DIGIT)
        store._connection.execute("PRAGMA query_only = OFF")
        queue.close()
        assert kept(tmp_path) == {run: RunStatus.DONE}

    def test_what_could_not_be_read_is_shown_again(self, tmp_path: Path) -> None:
        store = RunStore(tmp_path)
        store.save(run_of("a", "old", number=1), weights_of(2))
        queue = RunQueue(lambda: DATA, store, slots=1)
        runs, store.runs = store.runs, _fails  # type: ignore[method-assign]
        assert queue.runs("a") == []
        assert queue.notice is not None
        store.runs = runs  # type: ignore[method-assign]
        queue.maintain()
        assert queue.notice is None
        assert [run.run_id for run in queue.runs("a")] == ["old"]
        queue.close()

    def test_missing_folder_is_tried_again(self, tmp_path: Path) -> None:
        """A folder that could not be made is tried again."""
        place = tmp_path / "file" / "store"
        place.parent.write_text("in the way")
        keeper = open_store(place)
        assert keeper.notice is not None
        keeper.save(run_of(), weights_of(2))
        keeper.add_digit("a", 3, DIGIT)
        assert not keeper.catch_up()
        place.parent.unlink()
        assert keeper.catch_up()
        keeper.close()
        assert kept(place) == {"run": RunStatus.DONE}

    def test_warning_once(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        """A disk that does not work is warned of once."""
        store = RunStore(tmp_path)
        keeper = SafeKeeper(store)
        store._connection.execute("PRAGMA query_only = ON")
        keeper.save(run_of())
        for _ in range(3):
            keeper.catch_up()
        assert caplog.text.count("keeping runs in memory") == 1
        keeper.close()

    @pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")
    def test_file_descriptors_that_ran_out_and_came_back(self, tmp_path: Path) -> None:
        script = """
import os, resource, sys
from mnist_core.store import open_store
from tests.core.store.kept import run_of, weights_of
weights = weights_of(2)
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
taken = []
def take():
    try:
        while True:
            taken.append(os.open("/dev/null", os.O_RDONLY))
    except OSError:
        pass
def give():
    while taken:
        os.close(taken.pop())
take()
keeper = open_store(sys.argv[1])
assert keeper.notice.code == "store_unusable"
keeper.save(run_of(run_id="start"), weights)
assert not keeper.catch_up()
give()
assert keeper.catch_up() and keeper.notice is None
take()
keeper.save(run_of(run_id="later", number=2), weights)
give()
keeper.catch_up()
assert keeper.notice is None
os._exit(0)  # as if killed
"""
        root = Path(__file__).parents[3]
        done = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path)],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            timeout=PATIENCE * 2,
        )
        assert done.returncode == 0, done.stderr
        assert list(kept(tmp_path)) == ["later", "start"]


def _fails(*_arguments: object) -> None:
    from mnist_core.store.errors import explained

    with explained():
        raise OSError(errno.EMFILE, "too many open files")


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there")
class TestDeletedWhileInUse:
    @pytest.fixture
    def queue(self, tmp_path: Path) -> Iterator[RunQueue]:
        queue = RunQueue(lambda: DATA, open_store(tmp_path / "store"), slots=1)
        yield queue
        queue.close()

    @pytest.mark.parametrize(
        "delete",
        [
            lambda folder: shutil.rmtree(folder),
            lambda folder: (folder / FILE).unlink(),
            lambda folder: (folder / f"{FILE}-wal").unlink(),
            lambda folder: (folder / "claim.sqlite3").unlink(),
            lambda folder: folder.rename(folder.with_name("moved away")),
        ],
        ids=["folder", "file", "log", "claim", "moved"],
    )
    def test_all_goes_on_in_a_new_file(
        self,
        queue: RunQueue,
        tmp_path: Path,
        delete: Callable[[Path], object],
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        folder = tmp_path / "store"
        before = queue.submit("a", SMALL)
        assert queue.wait("a", before, PATIENCE)
        queue.keeper.add_digit("a", 3, DIGIT)
        delete(folder)
        meanwhile = queue.submit("a", SMALL)
        assert queue.wait("a", meanwhile, PATIENCE)
        queue.maintain()
        assert "The file in which runs are kept was deleted" in caplog.text
        assert queue.notice is None
        after = queue.submit("a", SMALL)
        assert queue.wait("a", after, PATIENCE)
        shown = {run.run_id: run for run in queue.runs("a")}
        assert list(shown) == [after, meanwhile, before]
        with pytest.raises(Exception, match="Another server"):
            RunStore(folder)
        queue.close()
        store = RunStore(folder)
        for run in store.runs("a"):
            assert_same(run, shown[run.run_id])
            assert store.weights(run.run_id) is not None
        assert len(store.runs("a")) == 3
        assert store.digits("a")[1].tolist() == [3]
        store.close()

    def test_no_new_file_can_be_made(self, queue: RunQueue, tmp_path: Path) -> None:
        """While no file can be made, all is still there, with a notice."""
        folder = tmp_path / "store"
        before = queue.submit("a", SMALL)
        assert queue.wait("a", before, PATIENCE)
        shutil.rmtree(folder)
        folder.write_text("in the way")
        for _ in range(2):
            queue.maintain()
            assert queue.notice is not None
        meanwhile = queue.submit("a", SMALL)
        assert queue.wait("a", meanwhile, PATIENCE)
        assert [run.run_id for run in queue.runs("a")] == [meanwhile, before]
        queue.model("a", before)
        folder.unlink()
        queue.maintain()
        assert queue.notice is None
        queue.close()
        assert list(kept(folder)) == [meanwhile, before]

    def test_deleted_just_before_the_end(self, queue: RunQueue, tmp_path: Path) -> None:
        run = queue.submit("a", SMALL)
        assert queue.wait("a", run, PATIENCE)
        shutil.rmtree(tmp_path / "store")
        queue.close()
        assert kept(tmp_path / "store") == {run: RunStatus.DONE}


class TestAClockThatWentBack:
    def test_the_newest_run_stays_the_newest(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now = time.time_ns()
        runs = []
        for day in (0, -1, -2, -2):  # each server's clock is a day behind the one's before it
            monkeypatch.setattr(time, "time_ns", lambda day=day: now + day * 86_400_000_000_000)
            monkeypatch.setattr(time, "time", lambda: time.time_ns() / 1e9)
            queue = RunQueue(lambda: DATA, open_store(tmp_path), slots=1)
            runs.insert(0, queue.submit("a", SMALL))
            assert queue.wait("a", runs[0], PATIENCE)
            assert [run.run_id for run in queue.runs("a")] == runs
            queue.close()
        assert list(kept(tmp_path)) == runs

    def test_the_oldest_makes_room(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from mnist_core.config.server_limits import QueueLimits

        now = time.time_ns()
        queue = RunQueue(lambda: DATA, slots=1, limits=QueueLimits(kept_per_owner=2))
        runs = []
        for hour in range(4):
            monkeypatch.setattr(time, "time_ns", lambda hour=hour: now - hour * 3_600_000_000_000)
            monkeypatch.setattr(time, "time", lambda: time.time_ns() / 1e9)
            runs.append(queue.submit("a", SMALL))
            assert queue.wait("a", runs[-1], PATIENCE)
        assert [run.run_id for run in queue.runs("a")] == [runs[3], runs[2]]
        queue.close()
