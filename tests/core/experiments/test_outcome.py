"""Outcomes outlive JSON, and predictions are judged by them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from mnist_core.config.server_limits import ATTEMPT_BYTES
from mnist_core.experiments.outcome import Outcome, judge
from mnist_core.experiments.prediction import Line, Number, PredictionError, Sketch
from tests.core.experiments.performed import outcome_of, reduced

EXPERIMENT = reduced("rate_too_small", 1_000, epochs=1)


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return outcome_of(EXPERIMENT)


def test_json(outcome: Outcome) -> None:
    text = json.dumps(outcome.to_dict(), allow_nan=False)
    assert Outcome.from_dict(json.loads(text)) == outcome
    assert len(text) < ATTEMPT_BYTES / 4


def test_judged_sketch(outcome: Outcome) -> None:
    measured = outcome.curves["small"]["train_loss"]
    assert judge(EXPERIMENT, [measured], outcome).hit
    judgement = judge(EXPERIMENT, [[[1, 0.5], [16, 0.4]]], outcome)
    assert judgement.sketch is not None and judgement.sketch.gaps[0].start == "lower"
    with pytest.raises(PredictionError):
        judge(EXPERIMENT, "better", outcome)


def test_sketch_of_a_curve_that_does_not_exist(outcome: Outcome) -> None:
    curves = {"small": {**outcome.curves["small"], "test_loss": ()}}
    experiment = replace(EXPERIMENT, question=Sketch((Line("small", "test_loss"),), 0.0, 3.0))
    judgement = judge(experiment, [[[1, 2], [2, 1]]], replace(outcome, curves=curves))
    assert not judgement.hit and judgement.sketch is None


def test_judged_number(outcome: Outcome) -> None:
    experiment = replace(EXPERIMENT, question=Number(0, 1, 0.01, "accuracy", near=0.05))
    outcome = replace(outcome, verdict=replace(outcome.verdict, outcome=0.9))
    assert judge(experiment, 0.94, outcome).hit
    judgement = judge(experiment, 0.8, outcome)
    assert not judgement.hit and judgement.off == pytest.approx(-0.1)


def test_judged_choice(outcome: Outcome) -> None:
    experiment = reduced("rate_times_100")
    outcome = replace(outcome, verdict=replace(outcome.verdict, outcome="nothing"))
    assert judge(experiment, "nothing", outcome).hit
    assert not judge(experiment, "better", outcome).hit
