"""Nobody can lock everyone else out of the queue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from mnist_core.config.server_limits import QueueLimits
from mnist_core.runs.queue import RunQueue
from mnist_core.tracking.run_snapshot import RunRefused, RunStatus
from tests.core.runs.run_helpers import SMALL, Clock, puppet_theatre, small_data

DATA = small_data()
LIMITS = QueueLimits(waiting=8, waiting_per_address=4)


class Doors:
    """A queue on one slot whose trainings stand still."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.queue = RunQueue(lambda: DATA, slots=1, limits=LIMITS, clock=self.clock)
        self.count = 0

    def submit(self, owner: str, address: str = "") -> str:
        self.count += 1
        return self.queue.submit(owner, replace(SMALL, seed=self.count), address=address)

    def refused(self, owner: str, address: str = "") -> str:
        with pytest.raises(RunRefused) as caught:
            self.submit(owner, address)
        return caught.value.code

    def flood(self, address: str, runs: int = 100) -> int:
        """Invented browsers from an address, a run each, until no more get in; how many did."""
        for number in range(runs):
            try:
                self.submit(f"invented {address} {number}", address)
            except RunRefused:
                return number
        return runs


@pytest.fixture
def doors() -> Iterator[Doors]:
    with puppet_theatre() as puppets:
        doors = Doors()
        yield doors
        puppets.release()
        doors.queue.close()


def test_one_address_cannot_fill_the_queue(doors: Doors) -> None:
    assert doors.flood("one") == 1 + LIMITS.waiting_per_address  # the first trains
    assert doors.refused("honest neighbour", "one") == "address_full"
    doors.submit("honest", "two")


def test_an_address_that_nobody_knows_is_not_capped(doors: Doors) -> None:
    assert doors.flood("") == 1 + LIMITS.waiting


def test_what_is_over_counts_no_more(doors: Doors) -> None:
    doors.submit("a", "one")
    runs = [doors.submit(f"b{number}", "one") for number in range(LIMITS.waiting_per_address)]
    assert doors.refused("c", "one") == "address_full"
    doors.queue.stop("b0", runs[0])
    doors.submit("c", "one")


def test_absent_browsers_make_room(doors: Doors) -> None:
    """A script need not stay: its invented browsers are heard of once."""
    first = doors.submit("invented first")
    second = doors.submit("invented second")
    doors.flood("")
    assert doors.refused("honest") == "queue_full"
    doors.clock.now += LIMITS.unheard_seconds
    assert doors.refused("honest") == "queue_full"  # they may be tabs in the background
    doors.clock.now += 1
    doors.submit("honest")
    ended = doors.queue.snapshot("invented second", second)
    assert (ended.status, ended.error and ended.error.code) == (
        RunStatus.INTERRUPTED,
        "browser_gone",
    )
    assert doors.queue.snapshot("invented first", first).status is RunStatus.RUNNING


def test_a_run_whose_browser_is_here_makes_no_room(doors: Doors) -> None:
    doors.submit("trains")
    here = doors.submit("here")
    doors.flood("")
    doors.clock.now += LIMITS.unheard_seconds + 1
    doors.queue.heartbeat("here")
    for number in range(LIMITS.waiting - 1):
        doors.submit(f"honest {number}")
    assert doors.refused("honest, too") == "queue_full"
    assert doors.queue.snapshot("here", here).status is RunStatus.QUEUED


def test_who_has_a_run_there_sends_nobody_away(doors: Doors) -> None:
    doors.submit("trains")
    doors.flood("")
    doors.clock.now += LIMITS.unheard_seconds + 1
    assert doors.refused("trains") == "queue_full"


def test_a_full_address_makes_room_of_its_own(doors: Doors) -> None:
    doors.submit("trains")
    other = doors.submit("other", "two")
    doors.flood("one")
    doors.clock.now += LIMITS.unheard_seconds + 1
    doors.submit("honest", "one")
    assert doors.queue.snapshot("other", other).status is RunStatus.QUEUED
