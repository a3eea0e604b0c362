"""Three probes and one answer, whatever a browser sends."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mnist_core.experiments.case import PROBES, Case
from mnist_core.experiments.prediction import PredictionError


def test_three_probes_are_spent_once_each() -> None:
    case = Case()
    for left, probe in ((2, "weights"), (2, "weights"), (1, "batch"), (0, "scores")):
        case = case.spend(probe)
        assert case.left == left
    assert case.probes == ("weights", "batch", "scores")
    with pytest.raises(PredictionError, match="spent"):
        case.spend("digits")
    assert case.spend("batch") is case


def test_the_first_answer_stays_and_ends_the_probes() -> None:
    case = Case().name("wrong_labels")
    assert case.name("weights_zero").answer == "wrong_labels"
    assert case.spend("batch") is case


def test_what_there_is_not() -> None:
    with pytest.raises(PredictionError):
        Case().spend("fault")
    with pytest.raises(PredictionError):
        Case().name("nothing")


def test_kept() -> None:
    case = Case(("scores", "batch"), "sorted_images")
    assert Case.from_dict(json.loads(json.dumps(case.to_dict()))) == case


@pytest.mark.parametrize(
    "kept",
    [None, 3, [], {}, {"probes": 3, "answer": 4}, {"probes": ["nothing", 3], "answer": "nothing"}],
)
def test_nonsense_is_nothing(kept: Any) -> None:
    assert Case.from_dict(kept) == Case()


def test_too_many_probes_are_cut() -> None:
    assert Case.from_dict({"probes": list(PROBES) * 2}).probes == PROBES[:3]
