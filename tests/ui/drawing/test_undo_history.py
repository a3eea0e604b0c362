"""The undo history: what the canvas sends is in it once, and it does not grow for ever."""

from __future__ import annotations

from typing import Any

import pytest

from mnist_core.config.training_config import TUTORIAL
from mnist_core.drawing.strokes import Stroke
from ui.components.fabric import drawing_of
from ui.drawing import undo_history
from ui.drawing.state import DrawingState, DrawState
from ui.session.state import AppState
from ui.shell import notices


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> AppState:
    made = AppState(language="en", config=TUTORIAL)
    monkeypatch.setattr(notices, "get_state", lambda: made)
    return made


@pytest.fixture
def state(visit: AppState, monkeypatch: pytest.MonkeyPatch) -> DrawState:
    made = DrawState()
    monkeypatch.setattr(undo_history, "get_draw_state", lambda: made)
    return made


def line(right: float, points: int = 2) -> Stroke:
    return Stroke(20.0, ((right, 20.0),) * points)


def said(visit: AppState) -> list[str]:
    return [notice.error.code for notice in visit.notices]


def test_receive_keeps_once(state: DrawState, visit: AppState) -> None:
    """A drawing is kept once however often the canvas repeats it."""
    for _time in range(2):
        undo_history.receive(drawing_of([line(5)]))
    assert state.history == [DrawingState((line(5),))] and said(visit) == []
    assert undo_history.current_drawing() == state.history[0]


def test_receive_of_current_drawing(state: DrawState) -> None:
    """A canvas that shows the current one has sent nothing new."""
    for right in (5, 6):
        undo_history.receive(drawing_of([line(right)]))
    state.history.pop()  # undo
    undo_history.receive(drawing_of([line(6)]))  # it has not heard of it yet
    undo_history.receive(drawing_of([line(5)]))
    assert state.history == [DrawingState((line(5),))]


def test_an_empty_canvas_on_an_empty_history_is_nothing(state: DrawState) -> None:
    undo_history.receive({"objects": []})
    assert state.history == [] and undo_history.current_drawing() is None
    undo_history.receive(drawing_of([line(5)]))
    undo_history.receive({"objects": []})
    assert len(state.history) == 2 and undo_history.current_drawing() is None


@pytest.mark.parametrize("drawing", [None, ["no", "dictionary"], {"objects": [[[]]]}])
def test_receive_refuses_once(state: DrawState, visit: AppState, drawing: Any) -> None:
    """What is no drawing is refused once and never kept."""
    for _time in range(2):
        undo_history.receive(drawing)
    assert state.history == [] and said(visit) == ["canvas_unreadable"]
    undo_history.receive(drawing_of([line(5)]))
    assert len(state.history) == 1


def test_it_is_bounded_in_states_and_in_points(state: DrawState) -> None:
    for right in range(undo_history.MAX_STATES + 5):
        undo_history.receive(drawing_of([line(right)]))
    assert len(state.history) == undo_history.MAX_STATES
    for right in range(20):
        undo_history.receive(drawing_of([line(right, 10_000)]))
    assert 1 < len(state.history) < 20
    assert undo_history.current_drawing() == DrawingState((line(19, 10_000),))
    assert sum(each.points for each in state.history) <= undo_history.HISTORY_POINTS
