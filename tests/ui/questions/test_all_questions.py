"""Every question's check, against what is really there."""

from __future__ import annotations

import types
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from mnist_core.config.training_config import TrainingConfig
from mnist_core.drawing.strokes import Stroke
from mnist_core.model.mlp import MLP
from mnist_core.tracking.metrics import Diverged
from ui.drawing import input as drawing_input
from ui.drawing.state import DrawingState, DrawState
from ui.questions import all_questions
from ui.questions.all_questions import QUESTIONS
from ui.session.state import AppState
from ui.shell.lab import Lab

ONE = DrawingState((Stroke(20.0, ((140.0, 60.0), (136.0, 220.0))),))
DOT = DrawingState((Stroke(20.0, ((140.0, 140.0), (141.0, 141.0))),))
BY_KEY = {each.key: each for each in QUESTIONS}


@pytest.fixture
def set_up(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put what a check asks for in its place."""

    def put(**values: Any) -> None:
        for name, value in values.items():
            monkeypatch.setattr(all_questions, name, lambda *_given, value=value: value)

    return put


def test_three_a_page() -> None:
    pages = ("data", "model", "train", "evaluate", "draw")
    assert Counter(each.page for each in QUESTIONS) == dict.fromkeys(pages, 3)
    assert len(BY_KEY) == len(QUESTIONS)


def test_data(lab: Lab) -> None:
    labels = lab.mnist.train.labels.tolist()
    for key, answer in (("fives", labels.count(5)), ("label", labels[1234]), ("paper", -0.42)):
        assert BY_KEY[key].right(lab, answer) and not BY_KEY[key].right(lab, answer + 1)


@pytest.mark.parametrize(
    ("sizes", "small", "funnel"),
    [
        ((512, 256), False, False),
        ((), False, False),
        ((8,), True, False),
        ((64, 32, 16), False, True),
        ((8, 16, 8), True, False),
        ((64, 64, 32), False, False),
    ],
)
def test_model(
    lab: Lab, set_up: Callable[..., None], sizes: tuple[int, ...], small: bool, funnel: bool
) -> None:
    set_up(get_state=AppState(language="en", config=TrainingConfig(hidden_sizes=sizes)))
    assert BY_KEY["small"].right(lab, None) is small
    assert BY_KEY["funnel"].right(lab, None) is funnel
    assert BY_KEY["linear"].right(lab, 7850)


def run(
    accuracy: float, held_out: str = "test", diverged: Diverged | None = None, **more: Any
) -> types.SimpleNamespace:
    epochs = (types.SimpleNamespace(held_out_accuracy=accuracy),)
    history = types.SimpleNamespace(epochs=epochs, held_out_name=held_out)
    return types.SimpleNamespace(
        history=history, diverged=diverged, **{"fine_tuned_from": None, **more}
    )


def test_train(lab: Lab, set_up: Callable[..., None]) -> None:
    set_up(get_state=AppState(language="en", config=TrainingConfig(batch_size=128)))
    assert BY_KEY["steps"].right(lab, 469)
    for runs, good in (
        ([], False),
        ([run(0.96), run(0.971)], True),
        ([run(0.99, "validation")], False),
        ([run(0.99, fine_tuned_from="another")], False),
    ):
        set_up(own_runs=runs)
        assert BY_KEY["good"].right(lab, None) is good
        assert not BY_KEY["diverged"].right(lab, None)
    set_up(own_runs=[run(0.1, diverged=object())])  # type: ignore[arg-type]
    assert BY_KEY["diverged"].right(lab, None)


def test_evaluate(lab: Lab, set_up: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where two digits are equal, both are right; without a model nothing is."""
    confusion = np.diag(np.arange(11, 21))
    confusion[4, 9] = confusion[7, 9] = 5
    scores = [types.SimpleNamespace(digit=digit, recall=1 - digit / 20) for digit in range(10)]
    held = types.SimpleNamespace(confusion=confusion, scores=scores, wrong=10)
    monkeypatch.setattr("ui.results.evaluated", lambda *_given: held)
    for key, right in (("taken", {4, 7}), ("recall", {9}), ("mistakes", {10})):
        set_up(model_run=run(0.9))
        assert {number for number in range(20) if BY_KEY[key].right(lab, number)} == right
        set_up(model_run=None)
        assert not any(BY_KEY[key].right(lab, number) for number in range(20))


def certain(bias: float) -> MLP:
    """A network that always says 1, more or less surely."""
    model = MLP(()).eval()
    for parameter in model.parameters():
        parameter.data.zero_()
    model.linear_layers[-1].bias.data[1] = bias
    return model


@pytest.mark.parametrize(
    ("drawing", "model", "sure", "unsure"),
    [
        (ONE, certain(20.0), True, False),
        (ONE, certain(4.0), False, False),
        (ONE, certain(1.0), False, True),
        (ONE, None, False, False),
        (DOT, certain(20.0), False, False),
        (None, certain(20.0), False, False),
    ],
    ids=["surely", "rather", "hardly", "no model", "no digit", "nothing"],
)
def test_draw(
    lab: Lab,
    set_up: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    drawing: DrawingState | None,
    model: MLP | None,
    sure: bool,
    unsure: bool,
) -> None:
    state = DrawState()
    monkeypatch.setattr(drawing_input, "get_draw_state", lambda: state)
    set_up(current_drawing=drawing, current_model=model)
    assert BY_KEY["sure"].right(lab, None) is sure
    assert BY_KEY["unsure"].right(lab, None) is unsure


def test_own_digits(lab: Lab, set_up: Callable[..., None]) -> None:
    learner = AppState(language="en", config=TrainingConfig())
    set_up(get_state=learner)
    for number in range(3):
        assert not BY_KEY["hand"].right(lab, None)
        lab.store.add_digit(learner.owner, number, np.full((28, 28), number + 1, np.uint8))
    assert BY_KEY["hand"].right(lab, None)
