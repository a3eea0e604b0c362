from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from mnist_core.runs.worker import Ending, Worker
from mnist_core.tracking.run_snapshot import RunStatus
from tests.core.runs.run_helpers import PATIENCE

STOPPED = Ending(RunStatus.STOPPED)


class Watched(threading.Condition):
    """Looks at the worker whenever its lock is let go of: what any other thread may see then."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.worker = worker
        self.seen: list[tuple[int, bool]] = []

    def __exit__(self, *details: object) -> None:
        super().__exit__(*details)  # type: ignore[arg-type]
        if not self._is_owned():  # type: ignore[attr-defined]
            self.seen.append((self.worker._starts, not self.worker.going))


@pytest.fixture
def worker() -> Iterator[Worker]:
    """It has begun; its work only waits for the test's end."""
    done = threading.Event()

    def work() -> Ending:
        assert done.wait(PATIENCE)
        return STOPPED

    worker = Worker("worker", work, lambda ending: None)
    worker.start()
    yield worker
    done.set()
    assert worker.wait(PATIENCE)


def test_going_on_is_never_seen_by_halves(worker: Worker) -> None:
    """A thread that saw the count without the wish would rest on, and nobody would wake it."""
    worker.lock = watched = Watched(worker)
    worker.rest(RunStatus.PAUSED)
    worker.start()
    assert watched.seen == [(1, True), (2, False)]


def test_who_is_told_to_go_on_does_not_rest(worker: Worker) -> None:
    worker.rest(RunStatus.PAUSED)
    worker.start()
    worker._await_start(worker._starts)  # as it stands: nothing to wait for
    assert worker.going


def test_an_end_is_for_good(worker: Worker) -> None:
    worker.end(STOPPED)
    worker.start()
    worker.rest(RunStatus.PAUSED)
    worker.end(Ending(RunStatus.INTERRUPTED))
    assert worker.asked is STOPPED
    assert worker.go_on(lambda: pytest.fail("it rests")) is STOPPED
    worker._await_start(worker._starts)


def test_rest_right_after_start(worker: Worker) -> None:
    """A rest that follows a start at once still wakes the thread."""
    worker.rest(RunStatus.PAUSED)
    starts = worker._starts
    woken = threading.Thread(target=worker._await_start, args=(starts,), daemon=True)
    woken.start()
    worker.start()
    worker.rest(RunStatus.QUEUED)
    woken.join(PATIENCE)
    assert not woken.is_alive()
