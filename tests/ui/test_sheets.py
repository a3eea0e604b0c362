"""What a browser sends as its drawing is looked at before it is kept or decoded."""

from __future__ import annotations

import io
import json

import pytest
from PIL import Image

from mnist_core.config import TUTORIAL
from ui import desk, notices, sheets
from ui.state import AppState, Sheet

STROKES = {"objects": [{"path": [["M", 1.0, 2.0]]}]}


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> AppState:
    made = AppState(language="en", config=TUTORIAL)
    monkeypatch.setattr(sheets, "get_state", lambda: made)
    monkeypatch.setattr(notices, "get_state", lambda: made)
    return made


def picture(width: int, height: int, kind: str = "PNG", ink: int = 0) -> bytes:
    file = io.BytesIO()
    paper = Image.new("RGB", (width, height), "white")
    paper.putpixel((0, 0), (ink, 0, 0))
    paper.save(file, kind)
    return file.getvalue()


def strokes_of(size: int) -> dict[str, object]:
    """Strokes whose JSON has so many bytes."""
    rest = len(json.dumps({"objects": [""]}))
    return {"objects": ["x" * (size - rest)]}


def said(state: AppState) -> list[str]:
    return [notice.error.code for notice in state.notices]


def test_a_drawing_of_the_right_size_is_kept(state: AppState) -> None:
    png = picture(280, 280)
    sheets.receive(STROKES, png)
    assert state.sheets == [Sheet(STROKES, png)] and said(state) == []
    assert sheets.top_picture() == png


@pytest.mark.parametrize(
    ("png", "code"),
    [
        (picture(281, 280), "canvas_size"),
        (picture(2800, 2800), "canvas_size"),
        (picture(100, 100, "EPS"), "picture_format"),
        (picture(280, 280, "GIF"), "picture_format"),
        (picture(280, 280, "BMP"), "picture_format"),
        (picture(280, 280)[:150], "picture_damaged"),
        (b"", "picture_format"),
    ],
    ids=["281", "2800", "eps", "gif", "bmp", "cut", "nothing"],
)
def test_anything_else_is_refused_with_a_sentence_and_never_kept(
    state: AppState, png: bytes, code: str
) -> None:
    sheets.receive(STROKES, png)
    assert state.sheets == [] and said(state) == [code]
    sheets.receive(STROKES, png)  # the canvas repeats itself
    assert said(state) == [code]


def test_more_strokes_than_a_desk_holds_are_refused(state: AppState) -> None:
    png = picture(280, 280)
    sheets.receive(strokes_of(desk.MAX_BYTES - len(png)), png)
    assert len(state.sheets) == 1
    sheets.receive(strokes_of(desk.MAX_BYTES), picture(280, 280, ink=1))
    assert len(state.sheets) == 1 and said(state) == ["scribble"]


def test_what_is_no_strokes_at_all_is_left(state: AppState) -> None:
    sheets.receive(["no", "dictionary"], picture(280, 280))
    sheets.receive(STROKES, None)
    assert state.sheets == [] and said(state) == []


def test_the_pile_is_bounded_in_sheets_and_in_bytes(state: AppState) -> None:
    for ink in range(sheets.MAX_SHEETS + 5):
        sheets.receive(STROKES, picture(280, 280, ink=ink))
    assert len(state.sheets) == sheets.MAX_SHEETS
    for ink in range(20):
        last = picture(280, 280, ink=ink)
        sheets.receive(strokes_of(desk.MAX_BYTES - 5000), last)
    assert 1 < len(state.sheets) < 20 and sheets.top_picture() == last
    assert sum(each.size for each in state.sheets) <= sheets.PILE_BYTES
