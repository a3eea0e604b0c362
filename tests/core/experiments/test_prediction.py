"""Answers come from strangers: what fits the question is kept, all else is refused."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_core.experiments.prediction import (
    Choice,
    Line,
    Number,
    PredictionError,
    Question,
    Sketch,
)

CHOICE = Choice(("better", "worse"))
NUMBER = Number(0.0, 1.0, 0.01, "accuracy", near=0.05)
SKETCH = Sketch((Line("a", "train_loss"),), 0.0, 3.0)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda each: st.lists(each, max_size=4) | st.dictionaries(st.text(max_size=2), each),
    max_leaves=12,
)


def test_what_fits_is_kept() -> None:
    assert CHOICE.check("better") == "better"
    assert NUMBER.check(1) == 1.0
    assert SKETCH.check([[[1, 2.3], [100, -1]]]) == (((1.0, 2.3), (100.0, 0.0)),)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (CHOICE, "other"),
        (CHOICE, 0),
        (NUMBER, 1.01),
        (NUMBER, math.nan),
        (NUMBER, True),
        (NUMBER, "0.5"),
        (NUMBER, 10**400),
        (SKETCH, []),
        (SKETCH, [[[1, 2]]]),
        (SKETCH, [[[2, 2], [1, 2]]]),
        (SKETCH, [[[0, 2], [1, 2]]]),
        (SKETCH, [[[1, 2], [2, math.inf]]]),
        (SKETCH, [[[1, 2], [2, 1]]] * 2),
        (SKETCH, [[[x, 1] for x in range(1, 66)]]),
    ],
)
def test_what_does_not_fit_is_refused(question: Question, answer: object) -> None:
    with pytest.raises(PredictionError):
        question.check(answer)


@given(JSON)
def test_whatever_comes(answer: object) -> None:
    """Any JSON is kept or refused, and nothing else happens."""
    for question in (CHOICE, NUMBER, SKETCH):
        try:
            kept = question.check(answer)
        except PredictionError:
            continue
        assert question.check(kept) == kept
