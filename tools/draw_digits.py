"""Draw the digits by which the experiment `real_handwriting` judges: `python -m tools.draw_digits`.

The repository has no digits of people who agreed to that, so a program draws them: a pen follows
one of ten outlines, slanted, stretched, turned, bent, sized and moved at random, a little (tidy) or
much (hurried); what comes out is prepared as any drawing is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mnist_core.config import CLASSES
from mnist_core.drawing import Point, Stroke, prepare, render

FILE = Path(__file__).parents[1] / "mnist_core" / "experiments" / "drawn_digits.npz"
CANVAS = 140  # pixels
PENS = (6.0, 12.0)  # pixels: the thinnest and the thickest
SIZES = (0.7, 1.2)
SEED = 20
Line = list[Point]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Hand:
    """How much a hand varies at most, to either side.

    Attributes:
        slant: pixels to the side for each pixel of height.
        stretch: wider and lower, or narrower and higher, as a logarithm.
        turn: degrees.
        bend: of the canvas's side.
        copies: of each digit.
    """

    slant: float
    stretch: float
    turn: float
    bend: float
    copies: int


HANDS = {"tidy": Hand(0.25, 0.2, 8, 0.03, 20), "hurried": Hand(0.6, 0.35, 12, 0.05, 30)}


def _arc(x: float, y: float, across: float, down: float, start: float, end: float) -> Line:
    """Points of an ellipse's arc; angles in degrees, 0 to the right, 90 downwards."""
    angles = np.linspace(math.radians(start), math.radians(end), 24)
    return [(x + across * math.cos(a), y + down * math.sin(a)) for a in angles]


# Each digit's strokes in a square of 0 to 1, x to the right, y down, about 0.6 high.
OUTLINES: tuple[list[Line], ...] = (
    [_arc(0.5, 0.5, 0.2, 0.3, -90, 270)],
    [[(0.4, 0.35), (0.52, 0.2), (0.5, 0.8)]],
    [[*_arc(0.5, 0.36, 0.17, 0.16, -170, 30), (0.33, 0.8), (0.7, 0.78)]],
    [[*_arc(0.48, 0.35, 0.17, 0.15, -150, 90), *_arc(0.48, 0.65, 0.2, 0.15, -90, 150)]],
    [[(0.45, 0.2), (0.3, 0.6), (0.72, 0.58)], [(0.6, 0.4), (0.56, 0.82)]],
    [
        [(0.38, 0.22), (0.36, 0.48), *_arc(0.48, 0.62, 0.19, 0.18, -130, 140)],
        [(0.4, 0.2), (0.68, 0.19)],
    ],
    [[(0.6, 0.2), (0.4, 0.45), *_arc(0.5, 0.65, 0.16, 0.15, 180, 540)]],
    [[(0.3, 0.24), (0.68, 0.22), (0.46, 0.8)]],
    [[*_arc(0.5, 0.36, 0.14, 0.15, 90, -270), *_arc(0.5, 0.66, 0.18, 0.15, -90, 270)]],
    [[*_arc(0.48, 0.38, 0.16, 0.17, 0, 360), (0.6, 0.8)]],
)


def drawn(hand: Hand) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Pictures (10 * copies, 28, 28), as a network sees them, and labels."""
    random = np.random.default_rng(SEED)
    labels = np.repeat(np.arange(CLASSES, dtype=np.uint8), hand.copies)
    drawings = (render(strokes(OUTLINES[label], hand, random), CANVAS) for label in labels)
    return np.stack([prepare(drawing).picture for drawing in drawings]), labels


def strokes(outline: list[Line], hand: Hand, random: np.random.Generator) -> list[Stroke]:
    """The outline as the hand draws it once."""
    slant, stretch, turn = random.uniform(-1, 1, 3) * (
        hand.slant,
        hand.stretch,
        math.radians(hand.turn),
    )
    size, pen = random.uniform(*SIZES), random.uniform(*PENS)
    phases, waves = random.uniform(0, 2 * math.pi, (2, 2)), random.uniform(4, 10, (2, 2))
    cosine, sine = math.cos(turn), math.sin(turn)
    matrix = np.array([[cosine, -sine], [sine, cosine]]) @ [[1, -slant], [0, 1]]
    matrix = matrix @ np.diag([math.exp(stretch), math.exp(-stretch)]) * size
    found = []
    for line in outline:
        points = _dense(line)
        bend = np.sin(points @ waves + phases.sum(axis=0)) * hand.bend
        found.append(_smooth(((points + bend - 0.5) @ matrix.T + 0.5) * CANVAS, pen))
    return found


def _dense(line: Line) -> Floats:
    """Enough points on the line for it to bend between its corners."""
    corners = np.array(line)
    count = len(corners)
    places = np.arange(count)
    at = np.linspace(0, count - 1, count if count > 8 else 4 * count)
    return np.stack([np.interp(at, places, corners[:, axis]) for axis in (0, 1)], axis=1)


def _smooth(points: Floats, pen: float) -> Stroke:
    """Curves from middle to middle of neighbours, the points themselves controlling them."""
    line = [points[0]]
    for before, after in pairwise(points):
        line += [before, (before + after) / 2]
    return Stroke(pen, tuple((float(x), float(y)) for x, y in [*line, points[-1]]))


def main() -> None:
    """Draw, and write the file."""
    (tidy, tidy_labels), (hurried, hurried_labels) = (drawn(hand) for hand in HANDS.values())
    np.savez_compressed(
        FILE,
        tidy_pictures=tidy,
        tidy_labels=tidy_labels,
        hurried_pictures=hurried,
        hurried_labels=hurried_labels,
    )


if __name__ == "__main__":
    main()
