"""The pile of drawings: what the canvas sends lies on it once, and it does not grow for ever."""

from __future__ import annotations

from typing import Any

import pytest

from mnist_core.config.training_config import TUTORIAL
from mnist_core.drawing.strokes import Stroke
from ui.components.fabric import drawing_of
from ui.draw import undo_history
from ui.draw.state import DrawState, Sheet
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


def test_a_drawing_is_kept_once_however_often_the_canvas_repeats_it(
    state: DrawState, visit: AppState
) -> None:
    for _time in range(2):
        undo_history.receive(drawing_of([line(5)]))
    assert state.sheets == [Sheet((line(5),))] and said(visit) == []
    assert undo_history.top_sheet() == state.sheets[0]


def test_a_canvas_that_shows_what_lies_on_top_has_sent_nothing_new(state: DrawState) -> None:
    for right in (5, 6):
        undo_history.receive(drawing_of([line(right)]))
    state.sheets.pop()  # undo
    undo_history.receive(drawing_of([line(6)]))  # it has not heard of it yet
    undo_history.receive(drawing_of([line(5)]))
    assert state.sheets == [Sheet((line(5),))]


def test_an_empty_canvas_on_an_empty_pile_is_nothing(state: DrawState) -> None:
    undo_history.receive({"objects": []})
    assert state.sheets == [] and undo_history.top_sheet() is None
    undo_history.receive(drawing_of([line(5)]))
    undo_history.receive({"objects": []})
    assert len(state.sheets) == 2 and undo_history.top_sheet() is None


@pytest.mark.parametrize("drawing", [None, ["no", "dictionary"], {"objects": [[[]]]}])
def test_what_is_no_drawing_is_refused_once_and_never_kept(
    state: DrawState, visit: AppState, drawing: Any
) -> None:
    for _time in range(2):
        undo_history.receive(drawing)
    assert state.sheets == [] and said(visit) == ["canvas_unreadable"]
    undo_history.receive(drawing_of([line(5)]))
    assert len(state.sheets) == 1


def test_the_pile_is_bounded_in_sheets_and_in_points(state: DrawState) -> None:
    for right in range(undo_history.MAX_SHEETS + 5):
        undo_history.receive(drawing_of([line(right)]))
    assert len(state.sheets) == undo_history.MAX_SHEETS
    for right in range(20):
        undo_history.receive(drawing_of([line(right, 10_000)]))
    assert 1 < len(state.sheets) < 20
    assert undo_history.top_sheet() == Sheet((line(19, 10_000),))
    assert sum(each.points for each in state.sheets) <= undo_history.PILE_POINTS
