"""The pile of drawings: what the canvas sends lies on it once, and it does not grow for ever."""

from __future__ import annotations

from typing import Any

import pytest

from mnist_core.config import TUTORIAL
from mnist_core.strokes import Stroke
from ui import notices, sheets
from ui.fabric import drawing_of
from ui.state import AppState, Sheet


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> AppState:
    made = AppState(language="en", config=TUTORIAL)
    monkeypatch.setattr(sheets, "get_state", lambda: made)
    monkeypatch.setattr(notices, "get_state", lambda: made)
    return made


def line(right: float, points: int = 2) -> Stroke:
    return Stroke(20.0, ((right, 20.0),) * points)


def said(state: AppState) -> list[str]:
    return [notice.error.code for notice in state.notices]


def test_a_drawing_is_kept_once_however_often_the_canvas_repeats_it(state: AppState) -> None:
    for _time in range(2):
        sheets.receive(drawing_of([line(5)]))
    assert state.sheets == [Sheet((line(5),))] and said(state) == []
    assert sheets.top_sheet() == state.sheets[0]


def test_a_canvas_that_shows_what_lies_on_top_has_sent_nothing_new(state: AppState) -> None:
    for right in (5, 6):
        sheets.receive(drawing_of([line(right)]))
    state.sheets.pop()  # undo
    sheets.receive(drawing_of([line(6)]))  # it has not heard of it yet
    sheets.receive(drawing_of([line(5)]))
    assert state.sheets == [Sheet((line(5),))]


def test_an_empty_canvas_on_an_empty_pile_is_nothing(state: AppState) -> None:
    sheets.receive({"objects": []})
    assert state.sheets == [] and sheets.top_sheet() is None
    sheets.receive(drawing_of([line(5)]))
    sheets.receive({"objects": []})
    assert len(state.sheets) == 2 and sheets.top_sheet() is None


@pytest.mark.parametrize("drawing", [None, ["no", "dictionary"], {"objects": [[[]]]}])
def test_what_is_no_drawing_is_refused_once_and_never_kept(state: AppState, drawing: Any) -> None:
    for _time in range(2):
        sheets.receive(drawing)
    assert state.sheets == [] and said(state) == ["canvas_unreadable"]
    sheets.receive(drawing_of([line(5)]))
    assert len(state.sheets) == 1


def test_the_pile_is_bounded_in_sheets_and_in_points(state: AppState) -> None:
    for right in range(sheets.MAX_SHEETS + 5):
        sheets.receive(drawing_of([line(right)]))
    assert len(state.sheets) == sheets.MAX_SHEETS
    for right in range(20):
        sheets.receive(drawing_of([line(right, 10_000)]))
    assert 1 < len(state.sheets) < 20
    assert sheets.top_sheet() == Sheet((line(19, 10_000),))
    assert sum(each.points for each in state.sheets) <= sheets.PILE_POINTS
