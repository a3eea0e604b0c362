"""An experiment's runs: one after the other, the same again with the same seed, kept at the end."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from mnist_core.experiments.experiment import Experiment, Verdict
from mnist_core.experiments.outcome import Outcome, judge
from mnist_core.experiments.perform import Progress, perform
from mnist_core.runs.queue import RunQueue
from mnist_core.tracking.attempt import Attempt
from tests.core.experiments.performed import few_images, outcome_of, reduced

EXPERIMENT = reduced("rate_too_small", 640, epochs=1)


def test_progress() -> None:
    """An event a batch; the histories grow, and those of plans before stay."""
    kept: list[Outcome] = []
    events = list(perform(EXPERIMENT, few_images, concluded=kept.append))
    assert all(isinstance(event, Progress) for event in events)
    assert [event.step for event in events] == list(range(1, 21))
    assert {event.steps for event in events} == {20}
    assert [event.plan for event in events] == ["usual"] * 10 + ["small"] * 10
    assert {name: each.steps for name, each in events[12].histories.items()} == {
        "usual": 10,
        "small": 3,
    }
    assert len(kept) == 1 and set(kept[0].curves) == {"usual", "small"}


def test_same_seed_same_outcome() -> None:
    first, again, other = (outcome_of(EXPERIMENT, seed) for seed in (0, 0, 1))
    assert first == again != other


def test_as_a_job_of_the_queue() -> None:
    """Committed before it begins; the outcome is kept though nobody looks."""
    queue = RunQueue(few_images, slots=1)
    attempt = Attempt("one", "a", EXPERIMENT.key, 1.0, 5, [[[1, 2.3], [10, 2.0]]])
    queue.keeper.save_attempt(attempt)

    def concluded(outcome: Outcome) -> None:
        queue.keeper.save_attempt(replace(attempt, outcome=outcome.to_dict()))

    run = perform(EXPERIMENT, few_images, attempt.seed, concluded)
    job = queue.jobs.begin("a", "experiment", run, subject=attempt.attempt_id)
    assert job.wait(60) and job.error is None and job.result is not None
    (kept,) = queue.keeper.attempts("a")
    assert kept.outcome is not None and Outcome.from_dict(kept.outcome) == job.result
    assert judge(EXPERIMENT, kept.prediction, job.result).sketch is not None
    queue.close()


def test_stopping_keeps_nothing() -> None:
    kept: list[Outcome] = []
    run = perform(EXPERIMENT, few_images, concluded=kept.append)
    next(run)
    run.close()
    assert not kept


def test_run_that_breaks_down() -> None:
    """Its batches count as done, and its weights as they are have an accuracy."""
    rate = {"optimizer": "sgd", "learning_rate": 10.0, "hidden_sizes": (64, 64, 64)}
    plans = {name: replace(plan, **rate) for name, plan in EXPERIMENT.plans.items()}
    seen = []

    def measure(results: object, mnist: object) -> Verdict:
        seen.append(results)
        return Verdict(None, True, {})

    broken: Experiment = replace(EXPERIMENT, plans=plans, measure=measure)
    outcome_of(broken)
    for run in seen[0].values():
        assert run.diverged and 0.05 < run.test_accuracy < 0.2


def test_figures_are_finite() -> None:
    with pytest.raises(ValueError, match="lost_loss"):
        Verdict(None, True, {"lost_loss": math.nan})
