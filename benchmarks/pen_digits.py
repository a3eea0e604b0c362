"""Real pen strokes, drawn as the app draws what comes from its canvas.

The canvas is Fabric's ``PencilBrush`` (6.x): it drops points closer than 0.4 px to the last one
kept, joins the midpoints of neighbours by quadratic curves whose control points are the points
themselves, and strokes the path with round caps and joins.  The mouse reports whole pixels.
"""

from __future__ import annotations

import gzip
import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mnist_core.drawing import Stroke
from mnist_core.drawing import render as strokes_on_paper

PEN_DIGITS = Path(__file__).parents[2] / "shared" / "pen_digits" / "strokes.json.gz"
CANVAS = 280
BRUSH = 20.0
INK = (17, 17, 17)
PAPER = (255, 255, 255)

DECIMATE = 0.4  # Fabric's PencilBrush.decimate

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PenDigit:
    """A digit as its writer moved the pen.

    Attributes:
        label: 0 to 9.
        strokes: each float64 (points, 2): x to the right, y down, 0 to 1 of a square canvas.
    """

    label: int
    strokes: tuple[Points, ...]


def load_pen_digits(path: Path = PEN_DIGITS) -> list[PenDigit]:
    """The 1,000 digits described in the README beside ``path``."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        records = json.load(file)
    return [
        PenDigit(record["label"], tuple(np.array(stroke, float) for stroke in record["strokes"]))
        for record in records
    ]


def mouse_points(stroke: Points, canvas: int = CANVAS) -> Points:
    """Where the mouse is seen while it follows ``stroke``: whole pixels of the canvas."""
    return np.round(stroke * canvas)


def canvas_stroke(points: Points, width: float) -> Stroke:
    """The line that Fabric draws for these mouse positions."""
    moved = [points[0]]
    for point in points[1:]:
        if len(moved) == 1 or not np.array_equal(point, moved[-1]):
            moved.append(point)
    kept = _decimate(moved)
    line = [kept[0]]
    for before, after in itertools.pairwise(kept):
        line += [before, (before + after) / 2]
    line.append(kept[-1])
    return Stroke(width, tuple((float(x), float(y)) for x, y in line))


def _decimate(points: list[Points]) -> list[Points]:
    """Fabric's ``decimatePoints``; it never keeps the last point but one."""
    if len(points) <= 2:
        return points
    kept = [points[0]]
    for point in points[1:-2]:
        if ((kept[-1] - point) ** 2).sum() >= DECIMATE**2:
            kept.append(point)
    return [*kept, points[-1]]


def render(
    strokes: Sequence[Points],
    *,
    canvas: int = CANVAS,
    brush: float = BRUSH,
    ink: tuple[int, int, int] = INK,
    paper: tuple[int, int, int] = PAPER,
    whole_pixels: bool = True,
) -> NDArray[np.uint8]:
    """The canvas after the pen has followed the strokes.

    Args:
        strokes: each float (points, 2) from 0 to 1, x to the right, y down.
        canvas: its side in pixels; ``brush``: the pen's width in pixels.
        whole_pixels: as a mouse reports them; else at the strokes' exact places.

    Returns:
        uint8 (canvas, canvas, 4).
    """
    lines = [
        canvas_stroke(mouse_points(stroke, canvas) if whole_pixels else stroke * canvas, brush)
        for stroke in strokes
    ]
    return strokes_on_paper(lines, canvas, ink=ink, paper=paper)
