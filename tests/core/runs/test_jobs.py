"""Jobs: in the runs' slots and line, one of a kind for each owner, and stop always works."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace

import pytest

from mnist_core.config.server_limits import QueueLimits
from mnist_core.runs.queue import RunQueue
from mnist_core.tracking.run_snapshot import RunRefused, RunStatus
from tests.core.runs.run_helpers import PATIENCE, SMALL, Clock, Puppets, small_data

DATA = small_data()
KIND = "fine_tuning"
OpenQueue = Callable[..., RunQueue]


class Held:
    """Three events, of which the first waits until it is told to go on; then the result."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.closed = threading.Event()

    def events(self) -> Generator[int, None, str]:
        try:
            self.begun.set()
            assert self.go_on.wait(PATIENCE)
            yield from (1, 2, 3)
            return "result"
        finally:
            self.closed.set()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def held() -> Iterator[list[Held]]:
    """Some, all of which go on at the end."""
    made = [Held() for _number in range(5)]
    yield made
    for each in made:
        each.go_on.set()


@pytest.fixture
def open_queue(puppets: Puppets, clock: Clock, held: list[Held]) -> Iterator[OpenQueue]:
    """Makes queues, of one slot unless told otherwise; they are closed at the end."""
    queues = []

    def open_it(slots: int = 1, **limits: float) -> RunQueue:
        bounds = replace(QueueLimits(), **limits)  # type: ignore[arg-type]
        queues.append(RunQueue(lambda: DATA, slots=slots, limits=bounds, clock=clock))
        return queues[-1]

    yield open_it
    puppets.release()
    for each in held:
        each.go_on.set()
    for queue in queues:
        queue.close()


def test_events_then_the_result(open_queue: OpenQueue, held: list[Held]) -> None:
    queue = open_queue()
    job = queue.jobs.begin("anna", KIND, held[0].events(), subject="run 1")
    assert held[0].begun.wait(PATIENCE)
    assert job.active and not job.waiting and job.latest is None and job.result is None
    held[0].go_on.set()
    assert job.wait(PATIENCE)
    assert (job.active, job.latest, job.result, job.error) == (False, 3, "result", None)
    assert queue.jobs.find("anna", KIND) is job and job.subject == "run 1"
    assert queue.jobs.find("ben", KIND) is None and queue.jobs.find("anna", "other") is None


def test_a_job_takes_a_runs_slot(open_queue: OpenQueue, held: list[Held], puppets: Puppets) -> None:
    queue = open_queue()
    job = queue.jobs.begin("anna", KIND, held[0].events())
    assert held[0].begun.wait(PATIENCE)
    run = queue.submit("ben", replace(SMALL, seed=1))
    waiting = queue.snapshot("ben", run)
    assert (waiting.status, waiting.queue_position) == (RunStatus.QUEUED, 1)
    held[0].go_on.set()
    assert job.wait(PATIENCE)
    puppets[1].await_batch()
    assert queue.snapshot("ben", run).status is RunStatus.RUNNING


def test_a_run_takes_a_jobs_slot(open_queue: OpenQueue, held: list[Held], puppets: Puppets) -> None:
    queue = open_queue()
    run = queue.submit("ben", replace(SMALL, seed=1))
    puppets[1].await_batch()
    job = queue.jobs.begin("anna", KIND, held[0].events())
    assert job.waiting and queue.jobs.position_of(job)[0] == 1
    puppets.release()
    assert queue.wait("ben", run, PATIENCE)
    assert held[0].begun.wait(PATIENCE)
    assert not job.waiting and queue.jobs.position_of(job) == (None, None)


def test_owners_take_turns(open_queue: OpenQueue, held: list[Held], puppets: Puppets) -> None:
    """Whose run trains already counts as having come later, with a job as with a run."""
    queue = open_queue()
    queue.submit("anna", replace(SMALL, seed=1))
    puppets[1].await_batch()
    annas = queue.jobs.begin("anna", KIND, held[0].events())
    bens = queue.jobs.begin("ben", KIND, held[1].events())
    carls = queue.submit("carl", replace(SMALL, seed=2))
    positions = [queue.jobs.position_of(job)[0] for job in (bens, annas)]
    assert (positions, queue.snapshot("carl", carls).queue_position) == ([1, 3], 2)


def test_yielding_between_runs_and_jobs(
    open_queue: OpenQueue, held: list[Held], puppets: Puppets, clock: Clock
) -> None:
    """A run yields its slot to a job, a job to nobody."""
    queue = open_queue()
    run = queue.submit("anna", replace(SMALL, seed=1))
    puppets[1].await_batch()
    job = queue.jobs.begin("ben", KIND, held[0].events())
    clock.now += queue.limits.turn_seconds
    queue.maintain()
    puppets[1].allow()
    assert held[0].begun.wait(PATIENCE)
    clock.now += queue.limits.turn_seconds
    queue.maintain()
    assert job.active and queue.snapshot("anna", run).status is RunStatus.QUEUED
    held[0].go_on.set()
    puppets[1].await_batch()
    assert job.result == "result"


def test_stop_works_while_it_waits(open_queue: OpenQueue, held: list[Held]) -> None:
    queue = open_queue()
    first = queue.jobs.begin("anna", KIND, held[0].events())
    assert held[0].begun.wait(PATIENCE)
    second = queue.jobs.begin("ben", KIND, held[1].events())
    second.stop()
    assert not second.active and not second.waiting and second.error is None
    third = queue.jobs.begin("carl", KIND, held[2].events())
    assert third.waiting  # a slot that it never had is not given back
    held[0].go_on.set()
    assert held[2].begun.wait(PATIENCE)
    assert not held[1].begun.is_set() and first.result == "result"


def test_stop_works_between_two_events(open_queue: OpenQueue, held: list[Held]) -> None:
    queue = open_queue()
    job = queue.jobs.begin("anna", KIND, held[0].events())
    assert held[0].begun.wait(PATIENCE)
    job.stop()
    assert job.active
    held[0].go_on.set()
    assert job.wait(PATIENCE) and held[0].closed.is_set()
    assert (job.latest, job.result, job.error) == (1, None, None)


def test_begin_next_of_a_kind(open_queue: OpenQueue, held: list[Held]) -> None:
    """The next ends the one before, and waits for its end."""
    queue = open_queue(slots=4)
    jobs = []
    for each in held[:4]:  # begin and stop, begin and stop, also after a reload of the page
        jobs.append(queue.jobs.begin("anna", KIND, each.events()))
        assert held[0].begun.wait(PATIENCE)
    other = queue.jobs.begin("anna", "another kind", held[4].events())
    assert held[4].begun.wait(PATIENCE)
    assert [job.active for job in jobs] == [True, False, False, True] and jobs[3].waiting
    assert [each.begun.is_set() for each in held[:4]] == [True, False, False, False]
    held[0].go_on.set()
    assert held[3].begun.wait(PATIENCE)
    assert jobs[0].result is None  # it was stopped
    assert queue.jobs.find("anna", KIND) is jobs[3] and other.active


def test_bounds_count_runs_and_jobs_together(open_queue: OpenQueue, held: list[Held]) -> None:
    queue = open_queue(active_per_owner=2, waiting=4, waiting_per_address=2, reserved=0.5)

    def refused(owner: str, kind: str, address: str = "") -> str:
        with pytest.raises(RunRefused) as caught:
            queue.jobs.begin(owner, kind, held[1].events(), address=address)
        return caught.value.code

    queue.jobs.begin("anna", KIND, held[0].events())
    assert held[0].begun.wait(PATIENCE)
    queue.submit("anna", SMALL)
    assert refused("anna", "another kind") == "too_many_runs"
    queue.submit("ben", SMALL, address="one")
    queue.jobs.begin("carl", KIND, held[2].events(), address="one")
    assert refused("dora", KIND, "one") == "address_full"
    assert refused("carl", "another kind") == "queue_full"  # the rest is for who has none
    queue.jobs.begin("dora", KIND, held[3].events())
    assert refused("emil", KIND) == "queue_full"
    with pytest.raises(RunRefused):
        queue.submit("emil", SMALL)
    queue.jobs.begin("dora", KIND, held[4].events())  # instead of the one before


def test_a_waiting_job_of_an_absent_browser_makes_room(
    open_queue: OpenQueue, held: list[Held], clock: Clock
) -> None:
    queue = open_queue(waiting=1)
    queue.jobs.begin("anna", KIND, held[0].events())
    assert held[0].begun.wait(PATIENCE)
    absent = queue.jobs.begin("ben", KIND, held[1].events())
    clock.now += queue.limits.unheard_seconds + 1
    assert queue.jobs.begin("carl", KIND, held[2].events()).waiting
    assert not absent.active


def test_an_error_is_kept_and_frees_the_slot(open_queue: OpenQueue, held: list[Held]) -> None:
    def broken() -> Generator[int, None, str]:
        yield 1
        raise ArithmeticError("no such number")

    queue = open_queue()
    job = queue.jobs.begin("anna", KIND, broken())
    assert job.wait(PATIENCE)
    error = queue.jobs.find("anna", KIND).error
    assert (error.code, error.detail) == ("run_failed", "ArithmeticError: no such number")
    assert job.result is None
    queue.jobs.begin("ben", KIND, held[0].events())
    assert held[0].begun.wait(PATIENCE)


def test_closing_ends_those_at_work_and_those_that_wait(
    open_queue: OpenQueue, held: list[Held]
) -> None:
    queue = open_queue()
    working = queue.jobs.begin("anna", KIND, held[0].events())
    assert held[0].begun.wait(PATIENCE)
    waiting = queue.jobs.begin("ben", KIND, held[1].events())
    closing = threading.Thread(target=queue.close)
    closing.start()
    assert waiting.wait(PATIENCE)
    held[0].go_on.set()
    closing.join(PATIENCE)
    assert not closing.is_alive() and not working.active and working.result is None
    assert not held[1].begun.is_set()
    with pytest.raises(RunRefused) as caught:
        queue.jobs.begin("carl", KIND, held[2].events())
    assert caught.value.code == "server_stopping"


def test_an_expired_browsers_jobs_are_forgotten(
    open_queue: OpenQueue, held: list[Held], clock: Clock
) -> None:
    queue = open_queue()
    done = queue.jobs.begin("anna", KIND, held[0].events())
    held[0].go_on.set()
    assert done.wait(PATIENCE)
    working = queue.jobs.begin("ben", KIND, held[1].events())
    assert held[1].begun.wait(PATIENCE)
    waiting = queue.jobs.begin("carl", KIND, held[2].events())
    clock.now += queue.limits.expiry_seconds + 1
    queue.heartbeat("anna")
    queue.maintain()
    assert queue.jobs.find("anna", KIND) is done
    assert queue.jobs.find("ben", KIND) is None and queue.jobs.find("carl", KIND) is None
    assert not waiting.active
    held[1].go_on.set()
    assert working.wait(PATIENCE) and working.result is None
    clock.now += queue.limits.expiry_seconds + 1
    queue.maintain()
    assert queue.jobs.find("anna", KIND) is None


def test_so_many_results_are_kept_and_the_oldest_goes(open_queue: OpenQueue) -> None:
    def at_once() -> Generator[int, None, str]:
        yield 1
        return "result"

    queue = open_queue(kept_jobs=2)
    for owner in ("anna", "ben", "carl"):
        assert queue.jobs.begin(owner, KIND, at_once()).wait(PATIENCE)
    found = [queue.jobs.find(owner, KIND) is not None for owner in ("anna", "ben", "carl")]
    assert found == [False, True, True]
    queue.jobs.forget("carl", KIND)
    assert queue.jobs.find("carl", KIND) is None


def test_a_wait_is_estimated_from_the_job_before(
    open_queue: OpenQueue, held: list[Held], clock: Clock
) -> None:
    queue = open_queue()
    first = queue.jobs.begin("anna", KIND, held[0].events())
    held[0].go_on.set()
    assert first.wait(PATIENCE)
    queue.jobs.begin("anna", KIND, held[1].events())
    assert held[1].begun.wait(PATIENCE)
    second = queue.jobs.begin("ben", KIND, held[2].events())
    position, seconds = queue.jobs.position_of(second)
    assert (position, seconds) == (1, pytest.approx(first.elapsed_seconds))
