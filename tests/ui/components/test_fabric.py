"""What a browser sends as its drawing is looked at before anything of it is kept."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mnist_core.drawing.strokes import Stroke
from mnist_core.errors import DrawingError
from ui.components.fabric import MAX_POINTS, THICKEST, drawing_of, read_strokes

LINE = [["M", 10, 20.5], ["Q", 10, 20, 15, 30], ["L", 30, 40]]
STROKE = Stroke(20.0, ((10.0, 20.5), (10.0, 20.0), (15.0, 30.0), (30.0, 40.0)))


def sent(path: Any = LINE, width: Any = 20, **more: Any) -> dict[str, Any]:
    """A drawing of one stroke, as the canvas sends it."""
    return {
        "version": "7.4.0",
        "objects": [{"type": "Path", "path": path, "strokeWidth": width}],
        **more,
    }


def nested(levels: int) -> list[Any]:
    deep: list[Any] = []
    for _level in range(levels):
        deep = [deep]
    return deep


def test_the_strokes_are_taken_and_nothing_else() -> None:
    assert read_strokes(sent(background="#fff", more=nested(5000))) == (STROKE,)
    assert read_strokes({"objects": []}) == ()


def test_what_is_written_for_the_canvas_is_read_again() -> None:
    dot = Stroke(5.0, ((1.0, 2.0), (1.0, 2.0)))
    written = json.loads(json.dumps(drawing_of([STROKE, dot])))
    assert read_strokes(written) == (STROKE, dot)


@pytest.mark.parametrize(
    "drawing",
    [
        None,
        [],
        {},
        {"objects": {}},
        {"objects": [None]},
        {"objects": [{}]},
        {"objects": nested(400)},
        sent(path=nested(400)),
        sent(path=[["M", nested(400), 1], ["L", 1, 1]]),
        sent(path=[]),
        sent(path=[["M", 1, 2]]),
        sent(path=[["L", 1, 2], ["M", 1, 2]]),
        sent(path=[["M", 1, 2], ["C", 1, 2, 3, 4], ["L", 1, 2]]),
        sent(path=[["M", 1], ["L", 1, 2]]),
        sent(path=[["M", 1, "2"], ["L", 1, 2]]),
        sent(path=[["M", 1, True], ["L", 1, 2]]),
        sent(path=[["M", 1, float("nan")], ["L", 1, 2]]),
        sent(path=[["M", 1, float("inf")], ["L", 1, 2]]),
        sent(path=[["M", 1, 10**400], ["L", 1, 2]]),
        sent(width=THICKEST + 1),
        sent(width=0),
        sent(width=None),
    ],
)
def test_anything_else_is_refused_with_a_sentence(drawing: Any) -> None:
    with pytest.raises(DrawingError) as caught:
        read_strokes(drawing)
    assert caught.value.code == "canvas_unreadable"


def test_so_are_more_points_than_are_ever_drawn() -> None:
    half = [["M", 1, 1], *[["Q", 1, 1, 1, 1]] * (MAX_POINTS // 4), ["L", 1, 1]]
    drawing = {"objects": [{"path": half, "strokeWidth": 5}] * 2}
    with pytest.raises(DrawingError) as caught:
        read_strokes(drawing)
    assert caught.value.code == "scribble"
