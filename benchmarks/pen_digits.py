"""Real pen strokes, drawn as the app's canvas draws them.

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

PEN_DIGITS = Path(__file__).parents[2] / "shared" / "pen_digits" / "strokes.json.gz"
CANVAS = 280
BRUSH = 20.0
INK = (17, 17, 17)
PAPER = (255, 255, 255)

DECIMATE = 0.4  # Fabric's PencilBrush.decimate
CURVE_STEPS = 6  # straight pieces for one quadratic curve; at most 0.1 px beside it

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


def canvas_path(points: Points) -> Points:
    """The line that Fabric draws for these mouse positions, as points (N, 2) close together."""
    moved = [points[0]]
    for point in points[1:]:
        if len(moved) == 1 or not np.array_equal(point, moved[-1]):
            moved.append(point)
    kept = _decimate(moved)
    path = [kept[0][None]]
    end = kept[0]
    for before, after in itertools.pairwise(kept):
        middle = (before + after) / 2
        path.append(_curve(end, before, middle))
        end = middle
    path.append(kept[-1][None])
    return np.concatenate(path)


def _decimate(points: list[Points]) -> list[Points]:
    """Fabric's ``decimatePoints``; it never keeps the last point but one."""
    if len(points) <= 2:
        return points
    kept = [points[0]]
    for point in points[1:-2]:
        if ((kept[-1] - point) ** 2).sum() >= DECIMATE**2:
            kept.append(point)
    return [*kept, points[-1]]


def _curve(start: Points, control: Points, end: Points) -> Points:
    """A quadratic curve without its start, (CURVE_STEPS, 2)."""
    t = np.linspace(0, 1, CURVE_STEPS + 1)[1:, None]
    return (1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end


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
    left = np.ones((canvas, canvas))  # what is left of the paper
    for stroke in strokes:
        points = mouse_points(stroke, canvas) if whole_pixels else stroke * canvas
        left *= 1 - _coverage(canvas_path(points), canvas, brush / 2)
    colours = left[..., None] * np.array(paper) + (1 - left[..., None]) * np.array(ink)
    opaque = np.full((canvas, canvas, 1), 255.0)
    return np.concatenate([colours, opaque], axis=2).round().astype(np.uint8)


def _coverage(path: Points, canvas: int, radius: float) -> NDArray[np.float64]:
    """How much of each pixel lies within ``radius`` of the path, 0 to 1 (canvas, canvas)."""
    nearest = np.full((canvas, canvas), np.inf)
    starts = path[:-1] if len(path) > 1 else path
    ends = path[1:] if len(path) > 1 else path
    reach = radius + 1
    for start, end in zip(starts, ends, strict=True):
        low = np.clip(np.floor(np.minimum(start, end) - reach), 0, canvas).astype(int)
        high = np.clip(np.ceil(np.maximum(start, end) + reach), 0, canvas).astype(int)
        x = np.arange(low[0], high[0]) + 0.5 - start[0]
        y = (np.arange(low[1], high[1]) + 0.5 - start[1])[:, None]
        step = end - start
        length = step @ step
        share = np.clip((x * step[0] + y * step[1]) / length, 0, 1) if length else 0.0
        distance = np.hypot(x - share * step[0], y - share * step[1])
        window = nearest[low[1] : high[1], low[0] : high[0]]
        np.minimum(window, distance, out=window)
    return np.clip(radius + 0.5 - nearest, 0, 1)
