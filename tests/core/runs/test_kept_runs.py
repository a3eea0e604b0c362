"""Runs that are over are at hand; a fine-tuned one stands beside its base."""

from __future__ import annotations

from dataclasses import replace

from mnist_core.runs.kept_runs import KeptRuns, fine_tuned_run
from mnist_core.runs.run_record import RunRecord
from mnist_core.store.tables import MemoryStore
from mnist_core.tracking.metrics import Diverged, Evaluation
from mnist_core.tracking.run_snapshot import RunError, RunSnapshot, RunStatus
from tests.core.runs.run_helpers import SMALL


def run_of(run_id: str, status: RunStatus = RunStatus.DONE) -> RunSnapshot:
    return RunRecord(SMALL, "cpu", owner="a", run_id=run_id).snapshot(status)


def test_runs_are_read_once_and_kept_up_to_date() -> None:
    keeper = MemoryStore()
    for run in (run_of("one"), run_of("two"), run_of("going", RunStatus.QUEUED)):
        keeper.save(run)
    kept = KeptRuns(keeper)
    assert set(kept.of("a")) == {"one", "two"}
    keeper.save(run_of("three"))
    assert set(kept.of("a")) == {"one", "two"}
    kept.put(replace(run_of("two"), name="mine"))
    assert kept.of("a")["two"].name == "mine"
    kept.delete(run_of("one"))
    assert set(kept.of("a")) == {"two"} and "one" not in {run.run_id for run in keeper.runs("a")}
    kept.read_anew()
    assert set(kept.of("a")) == {"two", "three"}


def test_a_fine_tuned_run_has_its_own_outcome() -> None:
    base = replace(
        run_of("base", RunStatus.DIVERGED), pinned=True, error=RunError("diverged", "It diverged.")
    )
    base = replace(base, history=replace(base.history, diverged=Diverged(1, 2, 2, float("inf"))))
    tuned = fine_tuned_run(base, 7, "mine", Evaluation(0.1, 0.9))
    assert tuned.run_id != "base" and tuned.fine_tuned_from == "base"
    assert (tuned.number, tuned.name, tuned.test) == (7, "mine", Evaluation(0.1, 0.9))
    assert (tuned.status, tuned.error, tuned.diverged) == (RunStatus.STOPPED, None, None)
    assert not tuned.pinned and tuned.weights_epochs == ()
