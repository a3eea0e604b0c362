"""Runs that are over are at hand; a fine-tuned one stands beside its base."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mnist_core.runs.kept_runs import KeptRuns, fine_tuned_run
from mnist_core.runs.run_record import RunRecord
from mnist_core.store.memory_store import MemoryStore
from mnist_core.tracking.metrics import Diverged, Evaluation
from mnist_core.tracking.run_snapshot import RunError, RunSnapshot, RunStatus
from tests.core.runs.run_helpers import SMALL
from tests.core.store.kept import run_of


def ended(run_id: str, status: RunStatus = RunStatus.DONE) -> RunSnapshot:
    return RunRecord(SMALL, "cpu", owner="a", run_id=run_id).snapshot(status)


def test_runs_are_read_once_and_kept_up_to_date() -> None:
    keeper = MemoryStore()
    for run in (ended("one"), ended("two"), ended("going", RunStatus.QUEUED)):
        keeper.save(run)
    kept = KeptRuns(keeper)
    assert set(kept.of("a")) == {"one", "two"}
    keeper.save(ended("three"))
    assert set(kept.of("a")) == {"one", "two"}
    kept.put(replace(ended("two"), name="mine"))
    assert kept.of("a")["two"].name == "mine"
    kept.delete(ended("one"))
    assert set(kept.of("a")) == {"two"} and "one" not in {run.run_id for run in keeper.runs("a")}
    kept.read_anew()
    assert set(kept.of("a")) == {"two", "three"}


def test_a_fine_tuned_run_has_its_own_outcome() -> None:
    base = replace(
        ended("base", RunStatus.DIVERGED), pinned=True, error=RunError("diverged", "It diverged.")
    )
    base = replace(base, history=replace(base.history, diverged=Diverged(1, 2, 2, float("inf"))))
    tuned = fine_tuned_run(base, 7, "mine", Evaluation(0.1, 0.9))
    assert tuned.run_id != "base" and tuned.fine_tuned_from == "base"
    assert (tuned.number, tuned.name, tuned.test) == (7, "mine", Evaluation(0.1, 0.9))
    assert (tuned.status, tuned.error, tuned.diverged) == (RunStatus.STOPPED, None, None)
    assert not tuned.pinned and tuned.weights_epochs == ()


def test_runs_at_hand_are_bounded_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    one = 2 * run_of(epochs=50).history.batch_losses.nbytes
    monkeypatch.setattr("mnist_core.runs.kept_runs.CACHED_BYTES", 3 * one)
    keeper = MemoryStore()
    kept = KeptRuns(keeper)
    for owner in "abcde":
        keeper.save(run_of(owner, owner, epochs=50))
        assert list(kept.of(owner)) == [owner]
    assert list(kept._by_owner) == ["c", "d", "e"]
    for number in range(5):  # an owner's own always stay
        kept.put(run_of("e", f"e{number}", epochs=50))
    assert list(kept._by_owner) == ["e"]
    assert len(kept.of("e")) == 6
    assert list(kept.of("a")) == ["a"]  # read anew
