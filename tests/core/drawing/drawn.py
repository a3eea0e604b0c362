"""Digits as a learner might draw them, for the tests."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from benchmarks.pen_digits import Points, render
from mnist_core.drawing.preparation import prepare

Picture = NDArray[np.uint8]


def arc(x: float, y: float, across: float, down: float, start: float, end: float) -> list[Point]:
    """Points of an ellipse's arc; angles in degrees, 0 to the right, 90 downwards."""
    angles = np.linspace(math.radians(start), math.radians(end), 24)
    return [(x + across * math.cos(a), y + down * math.sin(a)) for a in angles]


Point = tuple[float, float]
# In a square of 0..1, about 0.6 high.
STROKES: dict[int, list[list[Point]]] = {
    0: [arc(0.5, 0.5, 0.2, 0.3, -90, 270)],
    1: [[(0.4, 0.35), (0.52, 0.2), (0.5, 0.8)]],
    2: [[*arc(0.5, 0.36, 0.17, 0.16, -170, 30), (0.33, 0.8), (0.7, 0.78)]],
    3: [[*arc(0.48, 0.35, 0.17, 0.15, -150, 90), *arc(0.48, 0.65, 0.2, 0.15, -90, 150)]],
    4: [[(0.45, 0.2), (0.3, 0.6), (0.72, 0.58)], [(0.6, 0.4), (0.56, 0.82)]],
    5: [
        [(0.38, 0.22), (0.36, 0.48), *arc(0.48, 0.62, 0.19, 0.18, -130, 140)],
        [(0.4, 0.2), (0.68, 0.19)],
    ],
    6: [[(0.6, 0.2), (0.4, 0.45), *arc(0.5, 0.65, 0.16, 0.15, 180, 540)]],
    7: [[(0.3, 0.24), (0.68, 0.22), (0.46, 0.8)]],
    8: [[*arc(0.5, 0.36, 0.14, 0.15, 90, -270), *arc(0.5, 0.66, 0.18, 0.15, -90, 270)]],
    9: [[*arc(0.48, 0.38, 0.16, 0.17, 0, 360), (0.6, 0.8)]],
}


def strokes(digit: int, size: float = 1.0, right: float = 0.0, down: float = 0.0) -> list[Points]:
    """The digit's strokes, scaled about the square's middle and then moved."""
    middle, move = 0.5, np.array([right, down])
    return [(np.array(line) - middle) * size + middle + move for line in STROKES[digit]]


def on_paper(ink: Picture, *, dark_ink: bool = False) -> Picture:
    """White ink on black, uint8 (H, W), as an opaque RGBA drawing."""
    grey = 255 - ink if dark_ink else ink
    return np.stack([grey, grey, grey, np.full_like(grey, 255)], axis=2)


def drawn(digit: int, **how: object) -> Picture:
    """The picture of a digit drawn with exact strokes, which is compared with others."""
    place = {name: how.pop(name) for name in ("size", "right", "down") if name in how}
    return prepare(render(strokes(digit, **place), whole_pixels=False, **how)).picture


def farthest(first: Picture, second: Picture) -> int:
    return int(np.abs(first.astype(int) - second).max())
