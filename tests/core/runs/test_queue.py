from __future__ import annotations

import threading
import time

import pytest
import torch

from mnist_core.config.server_limits import QueueLimits, StoreLimits
from mnist_core.errors import LabError
from mnist_core.model.mlp import MLP, build_model
from mnist_core.runs.estimate import Estimate
from mnist_core.runs.queue import RunQueue
from mnist_core.store.memory_store import MemoryStore
from mnist_core.store.safe_keeper import SafeKeeper
from mnist_core.tracking.epoch_weights import EpochWeights
from mnist_core.tracking.metrics import Evaluation
from mnist_core.tracking.run_snapshot import (
    NoWeights,
    RunRefused,
    RunSnapshot,
    RunStatus,
    UnknownRun,
)
from tests.core.runs.run_helpers import (
    DATA,
    LIMITS,
    PATIENCE,
    SMALL,
    STEPS,
    Clock,
    Puppets,
    end,
    seeded,
    statuses,
)

FINE_TUNED = Evaluation(0.75, 0.625)  # what no run of these tests comes to


class TestWhoseTurn:
    def test_as_many_train_as_there_are_slots(self, puppets: Puppets) -> None:
        queue = RunQueue(lambda: DATA, slots=2)
        runs = [queue.submit("a", seeded(seed)) for seed in range(3)]
        puppets[0].await_batch()
        puppets[1].await_batch()
        assert [queue.snapshot("a", run).queue_position for run in runs] == [0, 0, 1]
        assert not puppets[2].waits
        queue.stop("a", runs[0])
        puppets[0].allow()
        puppets[2].await_batch()
        assert statuses(queue, "a", runs) == ["stopped", "running", "running"]
        puppets.release()
        queue.close()

    def test_browsers_take_turns(self, queue: RunQueue, puppets: Puppets) -> None:
        for seed in range(3):
            queue.submit("a", seeded(seed))
        for seed in range(3, 6):
            queue.submit("b", seeded(seed))
        order = []
        for _ in range(6):
            seed = first_to_train(puppets, range(6), order)
            order.append(seed)
            puppets[seed].allow(1000)
        assert order == [0, 3, 1, 4, 2, 5]

    def test_positions_are_shown(self, queue: RunQueue, puppets: Puppets) -> None:
        first = [queue.submit("a", seeded(seed)) for seed in range(3)]
        second = queue.submit("b", seeded(3))
        assert [queue.snapshot("a", run).queue_position for run in first] == [0, 2, 3]
        assert queue.snapshot("b", second).queue_position == 1
        queue.stop("a", first[1])
        assert queue.snapshot("a", first[1]).queue_position is None
        assert queue.snapshot("a", first[2]).queue_position == 2

    def test_no_wait_is_named_before_anything_is_known(
        self, queue: RunQueue, puppets: Puppets
    ) -> None:
        queue.submit("a", seeded(0))
        assert queue.snapshot("a", queue.submit("a", seeded(1))).wait_seconds is None

    def test_a_wait_is_estimated_from_earlier_runs(
        self, puppets: Puppets, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Estimate, "seconds", lambda self, config, progress=0.0: 40.0)
        queue = RunQueue(lambda: DATA, slots=1, clock=Clock())
        runs = [queue.submit(owner, seeded(seed)) for seed, owner in enumerate("abc")]
        waits = [
            queue.snapshot(owner, run).wait_seconds for owner, run in zip("abc", runs, strict=True)
        ]
        assert waits == [0.0, 40.0, 80.0]
        queue.close()

    def test_wait_for_turn_of_long_run(
        self, puppets: Puppets, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The wait that is named is that for the turn of a long run."""
        monkeypatch.setattr(Estimate, "seconds", lambda self, config, progress=0.0: 3000.0)
        clock = Clock()
        queue = RunQueue(lambda: DATA, slots=1, clock=clock)
        queue.submit("a", seeded(0))
        clock.now += 50
        run = queue.submit("b", seeded(1))
        assert queue.snapshot("b", run).wait_seconds == LIMITS.turn_seconds - 50
        puppets.release()
        queue.close()


def first_to_train(puppets: Puppets, seeds: range, known: list[int]) -> int:
    """Which of the trainings that are not ``known`` begins next."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for seed in seeds:
            if seed not in known and puppets[seed].waits:
                return seed
        threading.Event().wait(0.001)
    raise AssertionError("no training began")


class TestWhoseRuns:
    def test_nobody_sees_or_touches_anothers_runs(self, queue: RunQueue, puppets: Puppets) -> None:
        live, over = queue.submit("a", seeded(0)), queue.submit("a", seeded(1))
        queue.stop("a", over)
        assert queue.runs("b") == []
        acts = (
            queue.snapshot,
            queue.stop,
            queue.pause,
            queue.resume,
            queue.pin,
            queue.delete,
            queue.model,
            queue.wait,
            lambda owner, run: queue.rename(owner, run, "mine"),
        )
        for act in acts:
            sentences = set()
            for run in (live, over):
                with pytest.raises(UnknownRun) as caught:
                    act("b", run)
                sentences.add(str(caught.value))
            with pytest.raises(UnknownRun) as caught:
                act("b", "no such run")
            # the answer does not tell whether there is such a run
            assert sentences == {str(caught.value)}
        assert statuses(queue, "a", [live, over]) == ["running", "stopped"]
        assert queue.snapshot("a", live).name == ""

    @pytest.mark.parametrize("owner", ["", "x" * 129, None, 7])
    def test_owners_must_be_names(self, queue: RunQueue, owner: object) -> None:
        with pytest.raises(LabError) as caught:
            queue.submit(owner, SMALL)  # type: ignore[arg-type]
        assert caught.value.code == "owner_invalid"

    def test_runs_come_newest_first(self, queue: RunQueue) -> None:
        runs = [queue.submit("a", seeded(seed)) for seed in range(3)]
        for run in runs[:2]:
            end(queue, "a", run)
        assert [each.run_id for each in queue.runs("a")] == runs[::-1]

    def test_names_and_pins(self, queue: RunQueue, puppets: Puppets) -> None:
        live, over = queue.submit("a", seeded(0), name=" my  first "), queue.submit("a", seeded(1))
        queue.stop("a", over)
        assert queue.snapshot("a", live).name == "my first"
        for run in (live, over):
            queue.rename("a", run, "n" * 100)
            queue.pin("a", run)
            assert queue.snapshot("a", run).name == "n" * 80
            assert queue.snapshot("a", run).pinned
            queue.pin("a", run, False)
            assert not queue.snapshot("a", run).pinned

    def test_deleted_runs_are_gone(self, queue: RunQueue, puppets: Puppets) -> None:
        live, waiting, over = (queue.submit("a", seeded(seed)) for seed in range(3))
        puppets[0].await_batch()
        queue.stop("a", over)
        for run in (over, waiting, live):
            queue.delete("a", run)
            with pytest.raises(UnknownRun):
                queue.snapshot("a", run)
        assert queue.runs("a") == []
        puppets[0].allow()
        assert puppets[0].closed.wait(PATIENCE)

    def test_an_unknown_device_is_refused(self, queue: RunQueue) -> None:
        with pytest.raises(LabError) as caught:
            queue.submit("a", SMALL, device="quantum")
        assert caught.value.code == "device_choice"


class SlowEnd(MemoryStore):
    """Takes its time to keep a run's end: others may act meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.acted = threading.Event(), threading.Event()

    def save(self, snapshot: RunSnapshot, weights: EpochWeights | None = None) -> RunSnapshot:
        if not snapshot.active and not self.begun.is_set():
            self.begun.set()
            self.acted.wait(0.3)  # who acts may have to wait for this save in turn
        return super().save(snapshot, weights)


def test_rename_while_end_is_kept() -> None:
    """A name given while the end is kept is neither lost nor undoes the end."""
    keeper = SlowEnd()
    queue = RunQueue(lambda: DATA, keeper, slots=1)  # type: ignore[arg-type]
    run = queue.submit("a", SMALL)
    assert keeper.begun.wait(PATIENCE)
    queue.rename("a", run, "mine")
    keeper.acted.set()
    end(queue, "a", run)
    (kept,) = keeper.runs("a")
    assert (kept.status, kept.name) == (RunStatus.DONE, "mine")
    assert kept.test is not None
    assert len(kept.history.epochs) == 2
    queue.close()


class TestBounds:
    def test_active_runs_of_one_browser(self, queue: RunQueue, puppets: Puppets) -> None:
        for seed in range(LIMITS.active_per_owner):
            queue.submit("a", seeded(seed))
        with pytest.raises(RunRefused) as caught:
            queue.submit("a", SMALL)
        assert caught.value.code == "too_many_runs"
        queue.submit("b", seeded(50))

    def test_waiting_runs_of_all_browsers(self, puppets: Puppets) -> None:
        queue = RunQueue(lambda: DATA, slots=1, limits=QueueLimits(waiting=3))
        for seed in range(4):
            queue.submit(f"owner {seed}", seeded(seed))
        with pytest.raises(RunRefused) as caught:
            queue.submit("late", SMALL)
        assert caught.value.code == "queue_full"
        puppets.release()
        queue.close()

    def test_the_oldest_unpinned_run_makes_room(self) -> None:
        queue = RunQueue(lambda: DATA, slots=1, limits=QueueLimits(kept_per_owner=3))
        runs = [queue.submit("a", seeded(seed)) for seed in range(3)]
        for run in runs:
            end(queue, "a", run)
        queue.pin("a", runs[0])
        new = queue.submit("a", seeded(3))
        assert [each.run_id for each in queue.runs("a")] == [new, runs[2], runs[0]]
        end(queue, "a", new)
        queue.pin("a", runs[2])
        queue.pin("a", new)
        with pytest.raises(RunRefused) as caught:
            queue.submit("a", SMALL)
        assert caught.value.code == "all_pinned"
        assert len(queue.runs("a")) == 3
        queue.close()

    def test_the_advice_for_a_full_lab_helps(self, puppets: Puppets) -> None:
        queue = RunQueue(lambda: DATA, slots=1, limits=QueueLimits(kept_per_owner=2))
        base, training = queue.submit("a", seeded(0)), queue.submit("a", seeded(1))
        queue.pin("a", base)
        puppets[0].allow(1000)
        end(queue, "a", base)
        puppets[1].await_batch()
        with pytest.raises(RunRefused) as caught:
            queue.submit("a", seeded(2))
        assert "Stop one" in str(caught.value)
        queue.stop("a", training)
        puppets[1].allow()
        end(queue, "a", training)
        new = queue.submit("a", seeded(2))
        assert {each.run_id for each in queue.runs("a")} == {base, new}
        puppets.release()
        queue.close()

    def test_memory_is_bounded(self) -> None:
        keeper = MemoryStore(StoreLimits(memory_bytes=760_000))
        queue = RunQueue(lambda: DATA, keeper, 1)  # type: ignore[arg-type]
        runs = [queue.submit("a", seeded(seed)) for seed in range(8)]
        for run in runs:
            end(queue, "a", run)
        left = [each.run_id for each in queue.runs("a")]
        assert 0 < len(left) < 8
        assert left == runs[: -len(left) - 1 : -1]  # the newest
        assert [each.run_id for each in keeper.runs("a")] == left
        assert 570_000 < keeper._room._pages() * 4096 <= 760_000  # not too few either
        queue.close()


class TestExpiry:
    def test_runs_of_expired_browsers_are_interrupted(self, puppets: Puppets) -> None:
        clock = Clock()
        queue = RunQueue(lambda: DATA, slots=1, clock=clock)
        training, waiting = queue.submit("a", seeded(0)), queue.submit("a", seeded(1))
        here = queue.submit("b", seeded(2))
        puppets[0].await_batch()
        puppets[0].allow(STEPS)
        for _ in range(STEPS):
            puppets[0].await_batch()
        clock.now += LIMITS.expiry_seconds - 1
        queue.heartbeat("b")
        queue.maintain()
        assert queue.snapshot("a", training).active
        clock.now += 2
        queue.maintain()
        puppets[0].allow()
        over = end(queue, "a", training)
        assert over.status is RunStatus.INTERRUPTED
        assert over.error is not None
        assert over.error.code == "browser_gone"
        assert len(over.history.epochs) == 1
        assert queue.model("a", training).linear_layers[0].bias[0] == STEPS + 1
        assert queue.snapshot("a", waiting).status is RunStatus.INTERRUPTED
        puppets[2].await_batch()
        assert queue.snapshot("b", here).status is RunStatus.RUNNING
        puppets.release()
        queue.close()

    def test_the_housekeeper_does_it_by_itself(self, puppets: Puppets) -> None:
        clock = Clock()
        queue = RunQueue(lambda: DATA, slots=1, limits=QueueLimits(expiry_seconds=0.1), clock=clock)
        training, waiting = queue.submit("a", seeded(0)), queue.submit("a", seeded(1))
        clock.now += 1  # not before both are there: the first would end, and the second train
        assert end(queue, "a", waiting).status is RunStatus.INTERRUPTED
        puppets[0].allow()
        assert end(queue, "a", training).status is RunStatus.INTERRUPTED
        queue.close()


class TestModels:
    def test_every_epochs_weights_can_be_had(self, queue: RunQueue) -> None:
        run = queue.submit("a", SMALL)
        assert end(queue, "a", run).weights_epochs == (1, 2)
        untrained, last = queue.model("a", run, 0), queue.model("a", run)
        first = build_model(SMALL).linear_layers[0].weight
        assert (untrained.linear_layers[0].weight == first).all()
        # half precision keeps three digits
        replayed = queue.model("a", run, 2).linear_layers[0].weight
        assert (replayed - last.linear_layers[0].weight).abs().max() < 1e-3
        assert not (replayed == queue.model("a", run, 1).linear_layers[0].weight).all()

    def test_every_caller_has_a_model_of_their_own(self, queue: RunQueue) -> None:
        run = queue.submit("a", SMALL)
        end(queue, "a", run)
        one = queue.model("a", run)
        one.linear_layers[0].weight.data.zero_()
        assert queue.model("a", run).linear_layers[0].weight.abs().max() > 0

    def test_epochs_that_are_not_kept(self, queue: RunQueue) -> None:
        run = queue.submit("a", SMALL)
        end(queue, "a", run)
        with pytest.raises(NoWeights) as caught:
            queue.model("a", run, 3)
        assert caught.value.code == "no_weights_of_epoch"

    def test_a_live_run_shows_its_last_epoch(self, queue: RunQueue, puppets: Puppets) -> None:
        run = queue.submit("a", seeded(0))
        puppets[0].await_batch()
        with pytest.raises(NoWeights):
            queue.model("a", run)
        puppets[0].allow(STEPS + 2)
        for _ in range(STEPS + 2):
            puppets[0].await_batch()
        assert queue.model("a", run).linear_layers[0].bias[0] == STEPS
        assert queue.snapshot("a", run).weights_epochs == (1,)


def test_closing_interrupts_what_trains(puppets: Puppets) -> None:
    keeper = SafeKeeper()
    queue = RunQueue(lambda: DATA, keeper, slots=1)
    run, waiting = queue.submit("a", seeded(0)), queue.submit("a", seeded(1))
    puppets[0].await_batch()
    puppets[0].allow()
    queue.close()
    queue.close()
    kept = {each.run_id: each for each in keeper.runs("a")}
    assert kept[run].status is RunStatus.INTERRUPTED
    assert kept[waiting].status is RunStatus.QUEUED
    with pytest.raises(RunRefused) as caught:
        queue.submit("a", SMALL)
    assert caught.value.code == "server_stopping"


def test_a_failing_run_leaves_the_others_alone(queue: RunQueue, puppets: Puppets) -> None:
    puppets[0].error = RuntimeError("boom")
    failing, other = queue.submit("a", seeded(0)), queue.submit("b", seeded(1))
    puppets[0].allow()
    assert end(queue, "a", failing).status is RunStatus.FAILED
    puppets[1].allow(1000)
    assert end(queue, "b", other).status is RunStatus.DONE


class Counted:
    """A keeper that notes which of its methods are called."""

    def __init__(self) -> None:
        self.keeper = MemoryStore()
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> object:
        found = getattr(self.keeper, name)
        if callable(found) and name != "seen":  # the housekeeper's, whenever it comes by
            self.calls.append(name)
        return found


def test_polling_reads_nothing_from_the_keeper(puppets: Puppets) -> None:
    keeper = Counted()
    queue = RunQueue(lambda: DATA, keeper, slots=1)  # type: ignore[arg-type]
    run, over = queue.submit("a", seeded(0)), queue.submit("a", seeded(1))
    puppets[0].await_batch()
    queue.stop("a", over)
    queue.runs("a")
    assert "runs" in keeper.calls and "save" in keeper.calls
    keeper.calls.clear()
    for _poll in range(3):
        assert queue.snapshot("a", run).status is RunStatus.RUNNING
        assert queue.snapshot("a", over).status is RunStatus.STOPPED
        assert len(queue.runs("a")) == 2
    assert keeper.calls == []
    puppets.release()
    queue.close()


class TestFineTuned:
    """A network fine-tuned from a run's is kept beside it, and is its owner's alone."""

    def base(self, queue: RunQueue) -> tuple[str, MLP]:
        run = queue.submit("ann", SMALL)
        end(queue, "ann", run)
        return run, queue.model("ann", run)

    def fine_tuned(self, queue: RunQueue) -> tuple[str, str, MLP]:
        base, model = self.base(queue)
        with torch.no_grad():
            model.linear_layers[0].bias.fill_(0.25)
        return base, queue.keep_fine_tuned("ann", base, model, "  my\nhand ", FINE_TUNED), model

    def test_it_stands_in_the_list_with_its_own_weights(self, queue: RunQueue) -> None:
        base, tuned, model = self.fine_tuned(queue)
        assert [each.run_id for each in queue.runs("ann")] == [tuned, base]
        kept = queue.snapshot("ann", tuned)
        assert kept.name == "my hand" and kept.status is RunStatus.DONE
        before = queue.snapshot("ann", base)
        assert kept.history == before.history
        assert (kept.fine_tuned_from, kept.test, kept.latest_result) == (
            base,
            FINE_TUNED,
            FINE_TUNED,
        )
        assert (before.fine_tuned_from, before.latest_result) == (None, before.test)
        loaded = queue.model("ann", tuned)
        assert torch.equal(loaded.linear_layers[0].bias, model.linear_layers[0].bias)
        assert not torch.equal(
            queue.model("ann", base).linear_layers[0].bias, model.linear_layers[0].bias
        )

    def test_nobody_else_sees_it_or_fine_tunes_it(self, queue: RunQueue) -> None:
        base, tuned, model = self.fine_tuned(queue)
        with pytest.raises(UnknownRun):
            queue.snapshot("bob", tuned)
        with pytest.raises(UnknownRun):
            queue.keep_fine_tuned("bob", base, model, "mine now", FINE_TUNED)

    def test_it_needs_no_slot_and_no_position_in_line(self, puppets: Puppets) -> None:
        limits = QueueLimits(active_per_owner=2, waiting=1)
        queue = RunQueue(lambda: DATA, slots=1, limits=limits)
        puppets[0].allow(1000)
        base, model = self.base(queue)
        for seed in (1, 2):
            queue.submit("ann", seeded(seed))
        with pytest.raises(RunRefused):
            queue.submit("ann", seeded(3))
        tuned = queue.keep_fine_tuned("ann", base, model, "mine", FINE_TUNED)
        assert queue.snapshot("ann", tuned).latest_result == FINE_TUNED
        puppets.release()
        queue.close()

    def test_the_base_is_not_dropped_for_it(self) -> None:
        queue = RunQueue(lambda: DATA, slots=1, limits=QueueLimits(kept_per_owner=2))
        base, model = self.base(queue)
        other = queue.submit("ann", seeded(1))
        end(queue, "ann", other)
        tuned = queue.keep_fine_tuned("ann", base, model, "mine", FINE_TUNED)
        assert [run.run_id for run in queue.runs("ann")] == [tuned, base]
        queue.pin("ann", tuned)
        with pytest.raises(RunRefused) as caught:
            queue.keep_fine_tuned("ann", base, model, "mine too", FINE_TUNED)
        assert caught.value.code == "all_pinned"
        assert [run.run_id for run in queue.runs("ann")] == [tuned, base]
        queue.close()

    def test_fine_tuned_run_has_own_outcome(self, queue: RunQueue, puppets: Puppets) -> None:
        """What became of the base is not told of the fine-tuned run."""
        run = queue.submit("ann", seeded(0))
        puppets[0].allow(STEPS)
        for _ in range(STEPS + 1):
            puppets[0].await_batch()
        puppets[0].error = RuntimeError("boom")
        puppets[0].allow()
        assert end(queue, "ann", run).error is not None
        tuned = queue.keep_fine_tuned("ann", run, queue.model("ann", run), "mine", FINE_TUNED)
        kept = queue.snapshot("ann", tuned)
        assert (kept.status, kept.error, kept.test) == (RunStatus.STOPPED, None, FINE_TUNED)


class TestWhatGoesWrong:
    def test_the_housekeeper_survives_a_chore_that_fails(
        self, puppets: Puppets, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real, failures = RunQueue.maintain, [MemoryError()]

        def fail_once(queue: RunQueue) -> None:
            if failures:
                raise failures.pop()
            real(queue)

        monkeypatch.setattr(RunQueue, "maintain", fail_once)
        queue = RunQueue(lambda: DATA, slots=1, limits=QueueLimits(expiry_seconds=0.1))
        queue.submit("a", seeded(0))
        waiting = queue.submit("a", seeded(1))
        assert end(queue, "a", waiting).status is RunStatus.INTERRUPTED
        puppets.release()
        queue.close()

    def test_a_run_whose_end_is_just_kept_counts_once(self) -> None:
        class Slow(SafeKeeper):
            ends, begun, acted = 0, threading.Event(), threading.Event()

            @property
            def evicted(self) -> int:
                return self.ends  # so that the queue reads anew what is kept

            def save(
                self, snapshot: RunSnapshot, weights: EpochWeights | None = None
            ) -> RunSnapshot:
                kept = super().save(snapshot, weights)
                if not snapshot.active and not self.begun.is_set():
                    self.ends += 1
                    self.begun.set()
                    self.acted.wait(PATIENCE)
                return kept

        keeper = Slow()
        queue = RunQueue(lambda: DATA, keeper, slots=1, limits=QueueLimits(kept_per_owner=2))
        first = queue.submit("a", seeded(0))
        assert keeper.begun.wait(PATIENCE)
        second = queue.submit("a", seeded(1))
        keeper.acted.set()
        for run in (first, second):
            end(queue, "a", run)
        assert {run.run_id for run in keeper.runs("a")} == {first, second}
        queue.close()
