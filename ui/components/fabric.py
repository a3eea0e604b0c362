"""The canvas's strokes as Fabric writes them: read with care, and written for it to show.

What the browser sends is whatever somebody makes it send.  Only the pen's strokes are taken out
of it, number by number; nothing else of it is kept, and nothing is shown that was not taken so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from mnist_core.drawing import MAX_PIECES, Point, Stroke, too_much
from mnist_core.errors import DrawingError

INK, PAPER = "#111111", "#ffffff"
THINNEST, THICKEST = 5, 40  # CSS pixels
# The pen may leave the canvas with its button held, but no screen is so large.
FARTHEST = 100_000.0
# Every curve has two points and becomes a piece at least: more could never be drawn.
MAX_POINTS = 2 * MAX_PIECES


def read_strokes(drawing: Any) -> tuple[Stroke, ...]:
    """The pen's strokes in a canvas's JSON.

    Raises:
        DrawingError: ``canvas_unreadable``: it is no such drawing; or ``scribble``: it has more
            points than are ever drawn.
    """
    objects = drawing.get("objects") if isinstance(drawing, dict) else None
    if not isinstance(objects, list):
        raise _unreadable()
    strokes, points = [], 0
    for each in objects:
        strokes.append(_stroke(each))
        points += len(strokes[-1].points)
        if points > MAX_POINTS:
            raise too_much()
    return tuple(strokes)


def drawing_of(strokes: Sequence[Stroke]) -> dict[str, Any]:
    """The JSON with which the canvas shows these strokes."""
    return {"objects": [_object(stroke) for stroke in strokes]}


def _stroke(path: Any) -> Stroke:
    """One object of the canvas: a path of one *M*, some *Q*, one *L*, as its pencil makes it."""
    commands = path.get("path") if isinstance(path, dict) else None
    if not isinstance(commands, list) or not 2 <= len(commands) <= MAX_POINTS:
        raise _unreadable()
    kinds = ["M", *["Q"] * (len(commands) - 2), "L"]
    points = [
        point
        for command, kind in zip(commands, kinds, strict=True)
        for point in _points(command, kind)
    ]
    width = _number(path.get("strokeWidth"))
    if not THINNEST <= width <= THICKEST:
        raise _unreadable()
    return Stroke(width, tuple(points))


def _points(command: Any, kind: str) -> Iterator[Point]:
    """A command's points: two of a curve, else one."""
    length = 5 if kind == "Q" else 3
    if not isinstance(command, list) or len(command) != length or command[0] != kind:
        raise _unreadable()
    numbers = [_number(each) for each in command[1:]]
    return zip(numbers[::2], numbers[1::2], strict=True)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _unreadable()
    if not abs(value) <= FARTHEST:  # nor is it no number at all
        raise _unreadable()
    return float(value)


def _object(stroke: Stroke) -> dict[str, Any]:
    start, *curves, end = stroke.points
    pairs = zip(curves[::2], curves[1::2], strict=True)
    return {
        "type": "Path",
        "path": [["M", *start], *(["Q", *control, *to] for control, to in pairs), ["L", *end]],
        "strokeWidth": stroke.width,
        "stroke": INK,
        "fill": None,
        "strokeLineCap": "round",
        "strokeLineJoin": "round",
    }


def _unreadable() -> DrawingError:
    return DrawingError(
        "This drawing could not be read. Clear the canvas and draw again.",
        code="canvas_unreadable",
    )
