"""Who has a slot, who waits and who rests; whatever goes wrong, slots are given on."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from mnist_core.config.server_limits import QueueLimits
from mnist_core.data.mnist import Mnist
from mnist_core.errors import DataError
from mnist_core.runs.queue import RunQueue
from mnist_core.runs.training_run import BYTES_PER_PARAMETER, TrainingRun
from mnist_core.runs.waiting_line import Line
from mnist_core.store.memory_store import MemoryStore
from mnist_core.tracking.run_snapshot import RunRefused, RunStatus
from tests.core.runs.run_helpers import (
    DATA,
    LIMITS,
    SMALL,
    STEPS,
    Clock,
    Puppets,
    end,
    seeded,
    statuses,
)


def pause_one_of_two(queue: RunQueue, puppets: Puppets) -> list[str]:
    """Pause the first of two runs on one slot; the second, now training, may not pause as well."""
    runs = [queue.submit("a", seeded(seed)) for seed in range(2)]
    puppets[0].await_batch()
    queue.pause("a", runs[0])
    puppets[0].allow()
    puppets[1].await_batch()
    with pytest.raises(RunRefused) as caught:
        queue.pause("a", runs[1])
    assert caught.value.code == "pause_full"
    return runs


class TestPause:
    def test_a_paused_run_lets_others_train(self, queue: RunQueue, puppets: Puppets) -> None:
        one, two = queue.submit("a", seeded(0)), queue.submit("b", seeded(1))
        puppets[0].await_batch()
        queue.pause("a", one)
        assert queue.snapshot("a", one).status is RunStatus.PAUSED
        puppets[0].allow()
        puppets[1].await_batch()
        queue.resume("a", one)
        assert queue.snapshot("a", one).status is RunStatus.QUEUED
        assert queue.snapshot("a", one).queue_position == 1
        queue.stop("b", two)
        puppets[1].allow()
        puppets[0].await_batch()
        assert queue.snapshot("a", one).status is RunStatus.RUNNING

    def test_resume_before_rest(self, queue: RunQueue, puppets: Puppets) -> None:
        """Resumed before it has come to rest, a run goes on."""
        run = queue.submit("a", seeded(0))
        puppets[0].await_batch()
        for _ in range(3):
            queue.pause("a", run)
            queue.resume("a", run)
        assert queue.snapshot("a", run).status is RunStatus.RUNNING
        puppets[0].allow()
        puppets[0].await_batch()

    def test_pause_waiting_run(self, queue: RunQueue, puppets: Puppets) -> None:
        """A waiting run can be paused and keeps nobody waiting."""
        first, paused, last = (queue.submit("a", seeded(seed)) for seed in range(3))
        puppets[0].await_batch()
        queue.pause("a", paused)
        queue.stop("a", first)
        puppets[0].allow()
        puppets[2].await_batch()
        queue.stop("a", last)
        puppets[2].allow()
        end(queue, "a", last)
        assert queue.snapshot("a", paused).status is RunStatus.PAUSED
        queue.resume("a", paused)
        puppets[1].await_batch()

    def test_pause_refused_when_memory_is_full(self, puppets: Puppets) -> None:
        """Pausing is refused when half-finished runs fill the memory."""
        room = QueueLimits(held_bytes=SMALL.parameters * BYTES_PER_PARAMETER)
        queue = RunQueue(lambda: DATA, slots=1, limits=room)
        runs = pause_one_of_two(queue, puppets)
        assert queue.snapshot("a", runs[1]).status is RunStatus.RUNNING
        puppets.release()
        queue.close()

    def test_actions_on_ended_run(self, queue: RunQueue) -> None:
        """What is over can be stopped, paused and resumed to no effect."""
        run = queue.submit("a", SMALL)
        before = end(queue, "a", run)
        queue.stop("a", run)
        queue.pause("a", run)
        queue.resume("a", run)
        assert queue.snapshot("a", run) == before


def test_long_run_yields_its_slot(puppets: Puppets) -> None:
    """A long run yields its slot when others wait, and goes on later."""
    clock = Clock()
    queue = RunQueue(lambda: DATA, slots=1, clock=clock)
    long, other = queue.submit("a", seeded(0)), None
    puppets[0].await_batch()
    clock.now += LIMITS.turn_seconds
    queue.maintain()
    assert queue.snapshot("a", long).status is RunStatus.RUNNING  # nobody waits
    mine = queue.submit("a", seeded(1))
    queue.maintain()
    assert queue.snapshot("a", long).status is RunStatus.RUNNING  # nobody else
    other = queue.submit("b", seeded(2))
    queue.maintain()
    puppets[0].allow()
    puppets[2].await_batch()
    assert queue.snapshot("a", long).status is RunStatus.QUEUED
    assert queue.snapshot("a", long).step == 1
    assert queue.snapshot("b", other).status is RunStatus.RUNNING
    queue.stop("a", mine)
    puppets[2].allow(1000)
    puppets[0].await_batch()
    assert queue.snapshot("a", long).status is RunStatus.RUNNING
    puppets[0].allow(1000)
    assert end(queue, "a", long).step == 2 * STEPS
    queue.close()


def test_start_recovers_all_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start lets no run in before all that was left is recovered."""

    def missing() -> Mnist:
        raise DataError("The images are gone.", code="data_missing")

    inside, most, real = [], [0], Line.next

    def watched(line: Line) -> object:
        inside.append(None)
        most[0] = max(most[0], len(inside))
        threading.Event().wait(0.005)
        inside.pop()
        return real(line)

    keeper = MemoryStore()
    for seed in range(8):
        waits = TrainingRun(seeded(seed), missing, owner=f"owner {seed}").snapshot()
        keeper.save(waits)
    monkeypatch.setattr(Line, "next", watched)
    # every run fails at once, and its thread asks for the next one
    queue = RunQueue(missing, keeper, slots=2)  # type: ignore[arg-type]
    for seed in range(8):
        for run in queue.runs(f"owner {seed}"):
            end(queue, f"owner {seed}", run.run_id)
    queue.close()
    assert most == [1]


def test_waiting_runs_fail_without_threads(
    puppets: Puppets, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When no thread can be had, any number of waiting runs fail one by one."""
    many = 300
    limits = QueueLimits(active_per_owner=many + 1, waiting=2 * many, kept_per_owner=many + 2)
    queue = RunQueue(lambda: DATA, slots=1, limits=limits)
    first = queue.submit("a", seeded(0))
    runs = [queue.submit("a", seeded(seed)) for seed in range(1, many + 1)]
    puppets[0].await_batch()
    with monkeypatch.context() as patch:

        def refuse(thread: threading.Thread) -> None:
            raise RuntimeError("can't start new thread")

        patch.setattr(threading.Thread, "start", refuse)
        queue.stop("a", first)
        puppets[0].allow()
        assert end(queue, "a", first).status is RunStatus.STOPPED
    assert set(statuses(queue, "a", runs)) == {RunStatus.FAILED}
    queue.submit("a", seeded(many + 1))
    puppets[many + 1].await_batch()
    puppets.release()
    queue.close()


def test_slot_freed_though_forgetting_fails(puppets: Puppets) -> None:
    """A run that cannot be forgotten does not keep its slot."""

    class Stubborn(MemoryStore):
        def delete(self, run_id: str) -> None:
            raise RuntimeError("no")

    queue = RunQueue(lambda: DATA, Stubborn(), slots=1)  # type: ignore[arg-type]
    first, _second = queue.submit("a", seeded(0)), queue.submit("a", seeded(1))
    puppets[0].await_batch()
    queue.delete("a", first)
    puppets[0].allow()
    puppets[1].await_batch()
    puppets.release()
    queue.close()


def test_pause_of_two_at_once(puppets: Puppets) -> None:
    """Two runs paused at once do not both take the last memory."""
    room = QueueLimits(held_bytes=SMALL.parameters * BYTES_PER_PARAMETER)
    queue = RunQueue(lambda: DATA, slots=2, limits=room)
    runs = [queue.submit("a", seeded(seed)) for seed in range(2)]
    for seed in range(2):
        puppets[seed].await_batch()
    queue.pause("a", runs[0])  # its batch is still in work
    with pytest.raises(RunRefused):
        queue.pause("a", runs[1])
    queue.pause("a", runs[0])
    puppets.release()
    queue.close()


def test_paused_runs_leave_memory_for_those_that_give_way(puppets: Puppets) -> None:
    clock = Clock()
    room = QueueLimits(held_bytes=2 * SMALL.parameters * BYTES_PER_PARAMETER)
    queue = RunQueue(lambda: DATA, slots=1, limits=room, clock=clock)
    runs = pause_one_of_two(queue, puppets)
    queue.submit("b", seeded(2))
    clock.now += LIMITS.turn_seconds
    queue.maintain()
    puppets[1].allow()
    puppets[2].await_batch()
    with pytest.raises(RunRefused):  # nor by a pause while it waits for its next turn
        queue.pause("a", runs[1])
    puppets.release()
    queue.close()


def test_too_large_run_excuses_no_other(puppets: Puppets) -> None:
    """A run too large to be held does not excuse the others from yielding."""
    clock = Clock()
    room = QueueLimits(held_bytes=SMALL.parameters * BYTES_PER_PARAMETER)
    queue = RunQueue(lambda: DATA, slots=2, limits=room, clock=clock)
    large = queue.submit("a", replace(seeded(0), hidden_sizes=(64,)))
    clock.now += 1
    small = queue.submit("b", seeded(1))
    queue.submit("c", seeded(2))
    for seed in range(2):
        puppets[seed].await_batch()
    clock.now += LIMITS.turn_seconds
    queue.maintain()
    puppets[1].allow()
    puppets[2].await_batch()
    assert queue.snapshot("a", large).status is RunStatus.RUNNING
    assert queue.snapshot("b", small).status is RunStatus.QUEUED
    puppets.release()
    queue.close()
