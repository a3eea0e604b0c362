"""A generator's events, one after the other, and what it returns."""

from __future__ import annotations

import threading
from collections.abc import Generator

from mnist_core.runs.job import Job
from tests.core.runs.run_helpers import PATIENCE


def counting(gate: threading.Semaphore, closed: threading.Event) -> Generator[int, None, str]:
    """Counts to three, each number when it is let."""
    try:
        for number in (1, 2, 3):
            assert gate.acquire(timeout=PATIENCE)
            yield number
        return "three"
    finally:
        closed.set()


class Counting:
    """A job that counts, and what was told of its end."""

    def __init__(self) -> None:
        self.gate, self.closed = threading.Semaphore(0), threading.Event()
        self.over: list[object] = []
        self.job: Job[int, str] = Job(
            "a", "counting", counting(self.gate, self.closed), ended=self.over.append
        )


def test_events_and_a_result() -> None:
    counted = Counting()
    job = counted.job
    assert job.waiting and job.active and not job.begun and job.latest is None
    counted.gate.release(3)
    job.start()
    assert job.wait(PATIENCE)
    assert (job.latest, job.result, job.error) == (3, "three", None)
    assert job.begun and not job.active and job.elapsed_seconds > 0
    assert counted.over == [job]


def test_stop_after_the_event_in_work() -> None:
    counted = Counting()
    counted.job.start()
    counted.job.stop()
    counted.gate.release()  # the event in work
    assert counted.job.wait(PATIENCE)
    assert counted.job.result is None and counted.job.elapsed_seconds == 0
    assert counted.closed.wait(PATIENCE)
    assert counted.over == [counted.job]


def test_stop_before_it_begins() -> None:
    counted = Counting()
    counted.job.stop()
    counted.job.start()
    assert counted.job.wait(PATIENCE)
    assert not counted.job.begun and not counted.job.waiting and counted.job.latest is None


def test_an_error_is_its_end() -> None:
    def fails() -> Generator[int, None, str]:
        yield 1
        raise RuntimeError("boom")

    over: list[object] = []
    job = Job("a", "failing", fails(), ended=over.append)
    job.start()
    assert job.wait(PATIENCE)
    assert job.error is not None and job.error.code == "run_failed"
    assert (job.latest, job.result, over) == (1, None, [job])
