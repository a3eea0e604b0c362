"""Runs in a database in memory are bounded, however many learners come."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mnist_core.config.server_limits import MEGABYTE, StoreLimits
from mnist_core.config.training_config import TrainingConfig
from mnist_core.store.memory_store import MemoryStore
from mnist_core.tracking.run_snapshot import RunStatus
from tests.core.store.kept import TWO_RUNS, run_of, weights_of


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
