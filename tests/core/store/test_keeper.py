"""What every keeper of runs does, on disk and in memory."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from mnist_core.store.keeper import RunKeeper
from mnist_core.tracking.metrics import Diverged, Evaluation
from mnist_core.tracking.run_snapshot import RunError, RunStatus
from tests.core.store.kept import assert_same, run_of, weights_of


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
