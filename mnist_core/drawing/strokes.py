"""The lines of a pen as numbers, and the picture that they give on a canvas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mnist_core.drawing.ink import BLACK, WHITE, Colour
from mnist_core.drawing.resampling import Grey
from mnist_core.errors import DrawingError

Point: TypeAlias = tuple[float, float]

# A curve is drawn in straight pieces that leave it by no more than this, in pixels; none is so
# long that much of the canvas lies beside it.
FLATNESS = 0.05
LONGEST_PIECE = 20
# Fifty times what a digit has; so many are drawn in half a second.
MAX_PIECES = 10_000
# Pixels; less is a point, and in float32 no number to divide by.
SHORTEST = 1e-6


@dataclass(frozen=True, slots=True)
class Stroke:
    """One line of a round pen: quadratic curves joined to one another, then a straight end.

    Attributes:
        width: the pen's, in pixels.
        points: x to the right and y down, in pixels; first the start, then each curve's control
            point and end, last the end of the straight piece: an even number of them.
    """

    width: float
    points: tuple[Point, ...]

    def __post_init__(self) -> None:
        if len(self.points) % 2 or not self.points:
            raise ValueError("a stroke has a start, two points for each curve, and an end")


def render(
    strokes: Sequence[Stroke],
    side: int,
    *,
    ink: Colour = BLACK,
    paper: Colour = WHITE,
) -> NDArray[np.uint8]:
    """Draw the strokes one over the other, as a browser's canvas does.

    Args:
        side: the canvas has ``side`` x ``side`` pixels; what lies outside is cut off.

    Returns:
        uint8 (side, side, 4), RGBA without any transparency, edges antialiased.

    Raises:
        DrawingError: ``scribble``: there are more than :data:`MAX_PIECES` to be drawn.
    """
    lines = [_line(stroke) for stroke in strokes]
    if sum(map(len, lines)) > MAX_PIECES:
        raise too_much()
    left = np.ones((side, side), np.float32)  # what is left of the paper
    for stroke, line in zip(strokes, lines, strict=True):
        left *= 1 - _coverage(line, side, stroke.width / 2)
    left = left[..., None]
    colours = left * np.array(paper, np.float32) + (1 - left) * np.array(ink, np.float32)
    opaque = np.full((side, side, 1), 255, np.float32)
    return np.concatenate([colours, opaque], axis=2).round().astype(np.uint8)


def _line(stroke: Stroke) -> NDArray[np.float64]:
    """The stroke as straight pieces: their ends, float64 (N, 2), N at least 2."""
    points = np.array(stroke.points)
    points = np.concatenate([points[:-1], points[-2:].mean(axis=0, keepdims=True), points[-1:]])
    starts, controls, ends = points[:-2:2], points[1:-1:2], points[2::2]
    beside = np.hypot(*(starts - 2 * controls + ends).T) / 4  # how far one piece would leave it
    pieces = np.maximum(np.sqrt(beside / FLATNESS), np.hypot(*(ends - starts).T) / LONGEST_PIECE)
    if pieces.sum() > MAX_PIECES:
        raise too_much()
    counts = np.ceil(pieces).clip(1).astype(int)
    curve = np.repeat(np.arange(len(counts)), counts)
    step = np.arange(len(curve)) - (counts.cumsum() - counts)[curve] + 1
    t = (step / counts[curve])[:, None]
    line = (1 - t) ** 2 * starts[curve] + 2 * t * (1 - t) * controls[curve] + t**2 * ends[curve]
    return np.concatenate([points[:1], line])


def too_much() -> DrawingError:
    """Said of a drawing with more lines than any digit could have."""
    return DrawingError(
        "There is too much ink for one digit. Clear the canvas and draw a single digit.",
        code="scribble",
    )


def _coverage(line: NDArray[np.float64], side: int, radius: float) -> Grey:
    """How much of each pixel lies within ``radius`` of the line, float32 (side, side), 0 to 1."""
    squared = np.full((side, side), np.inf, np.float32)  # distances to the line
    middles = np.arange(side, dtype=np.float32) + 0.5
    low, high = np.minimum(line[:-1], line[1:]), np.maximum(line[:-1], line[1:])
    first = np.clip(np.floor(low - radius - 1), 0, side).astype(int)
    last = np.clip(np.ceil(high + radius + 1), 0, side).astype(int)
    for start, step, (left, top), (right, bottom) in zip(
        line[:-1].tolist(),
        np.diff(line, axis=0).tolist(),
        first.tolist(),
        last.tolist(),
        strict=True,
    ):
        x = middles[left:right] - start[0]
        y = middles[top:bottom, None] - start[1]
        length = step[0] ** 2 + step[1] ** 2
        if length > SHORTEST**2:
            share = np.clip((x * step[0] + y * step[1]) / length, 0, 1)
            x, y = x - share * step[0], y - share * step[1]
        window = squared[top:bottom, left:right]
        np.minimum(window, x * x + y * y, out=window)
    return np.clip(radius + 0.5 - np.sqrt(squared), 0, 1)
