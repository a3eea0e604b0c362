"""Things that are no digits, as people draw them: letters, shapes and scribbles."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
Lines = list[list[Point]]
Strokes = list[NDArray[np.float64]]


def _arc(
    x: float, y: float, across: float, down: float, start: float, end: float, count: int = 24
) -> list[Point]:
    """Points of an ellipse's arc; angles in degrees, 0 to the right, 90 downwards."""
    angles = np.radians(np.linspace(start, end, count)).tolist()
    return [(x + across * math.cos(a), y + down * math.sin(a)) for a in angles]


def _spiral() -> Lines:
    return [
        [
            (0.5 + (0.08 + 0.03 * t) * math.cos(t), 0.5 + (0.08 + 0.03 * t) * math.sin(t))
            for t in np.linspace(0, 4 * math.pi, 120).tolist()
        ]
    ]


def _star() -> Lines:
    turns = [each * 0.8 * math.pi for each in range(6)]
    return [[(0.5 + 0.4 * math.sin(turn), 0.5 - 0.4 * math.cos(turn)) for turn in turns]]


# In a square of 0..1, x to the right, y down.
LETTERS: dict[str, Lines] = {
    "A": [[(0.25, 0.85), (0.5, 0.15), (0.75, 0.85)], [(0.34, 0.6), (0.66, 0.6)]],
    "B": [
        [(0.3, 0.15), (0.3, 0.85)],
        [(0.3, 0.15), *_arc(0.45, 0.32, 0.2, 0.17, -90, 90), (0.3, 0.49)],
        [(0.3, 0.49), *_arc(0.47, 0.67, 0.23, 0.18, -90, 90), (0.3, 0.85)],
    ],
    "C": [_arc(0.55, 0.5, 0.27, 0.35, -45, -315)],
    "D": [
        [(0.3, 0.15), (0.3, 0.85)],
        [(0.3, 0.15), *_arc(0.4, 0.5, 0.33, 0.35, -90, 90), (0.3, 0.85)],
    ],
    "E": [[(0.7, 0.15), (0.3, 0.15), (0.3, 0.85), (0.7, 0.85)], [(0.3, 0.5), (0.6, 0.5)]],
    "F": [[(0.7, 0.15), (0.3, 0.15), (0.3, 0.85)], [(0.3, 0.48), (0.6, 0.48)]],
    "G": [[*_arc(0.52, 0.5, 0.27, 0.35, -45, -330), (0.76, 0.5), (0.55, 0.5)]],
    "H": [[(0.28, 0.15), (0.28, 0.85)], [(0.72, 0.15), (0.72, 0.85)], [(0.28, 0.5), (0.72, 0.5)]],
    "I": [[(0.5, 0.15), (0.5, 0.85)], [(0.35, 0.15), (0.65, 0.15)], [(0.35, 0.85), (0.65, 0.85)]],
    "J": [[(0.62, 0.15), (0.62, 0.65), *_arc(0.45, 0.65, 0.17, 0.2, 0, 170)]],
    "K": [[(0.3, 0.15), (0.3, 0.85)], [(0.7, 0.15), (0.3, 0.52), (0.72, 0.85)]],
    "L": [[(0.32, 0.15), (0.32, 0.85), (0.7, 0.85)]],
    "M": [[(0.2, 0.85), (0.25, 0.15), (0.5, 0.6), (0.75, 0.15), (0.8, 0.85)]],
    "N": [[(0.28, 0.85), (0.28, 0.15), (0.72, 0.85), (0.72, 0.15)]],
    "O": [_arc(0.5, 0.5, 0.3, 0.35, -90, 270)],
    "P": [[(0.3, 0.85), (0.3, 0.15), *_arc(0.47, 0.33, 0.22, 0.18, -90, 90), (0.3, 0.51)]],
    "Q": [_arc(0.5, 0.48, 0.3, 0.33, -90, 270), [(0.55, 0.62), (0.78, 0.88)]],
    "R": [
        [(0.3, 0.85), (0.3, 0.15), *_arc(0.47, 0.33, 0.22, 0.18, -90, 90), (0.3, 0.51)],
        [(0.45, 0.51), (0.72, 0.85)],
    ],
    "S": [[*_arc(0.5, 0.32, 0.2, 0.17, -30, -270), *_arc(0.5, 0.67, 0.22, 0.18, -90, 150)]],
    "T": [[(0.22, 0.15), (0.78, 0.15)], [(0.5, 0.15), (0.5, 0.85)]],
    "U": [[(0.27, 0.15), (0.27, 0.6), *_arc(0.5, 0.6, 0.23, 0.25, 180, 0), (0.73, 0.15)]],
    "V": [[(0.25, 0.15), (0.5, 0.85), (0.75, 0.15)]],
    "W": [[(0.15, 0.15), (0.32, 0.85), (0.5, 0.3), (0.68, 0.85), (0.85, 0.15)]],
    "X": [[(0.27, 0.15), (0.73, 0.85)], [(0.73, 0.15), (0.27, 0.85)]],
    "Y": [[(0.25, 0.15), (0.5, 0.5)], [(0.75, 0.15), (0.5, 0.5), (0.5, 0.85)]],
    "Z": [[(0.27, 0.15), (0.73, 0.15), (0.27, 0.85), (0.73, 0.85)]],
}

SHAPES: dict[str, Lines] = {
    "spiral": _spiral(),
    "star": _star(),
    "smiley": [
        _arc(0.5, 0.5, 0.38, 0.38, -90, 270),
        _arc(0.37, 0.4, 0.03, 0.03, 0, 360, 8),
        _arc(0.63, 0.4, 0.03, 0.03, 0, 360, 8),
        _arc(0.5, 0.55, 0.2, 0.17, 20, 160),
    ],
    "zigzag": [[(0.1, 0.4), (0.26, 0.65), (0.42, 0.4), (0.58, 0.65), (0.74, 0.4), (0.9, 0.65)]],
    "check": [[(0.2, 0.5), (0.4, 0.8), (0.85, 0.2)]],
    "heart": [
        [
            (0.5, 0.85),
            (0.15, 0.45),
            *_arc(0.325, 0.33, 0.175, 0.17, -195, -10),
            *_arc(0.675, 0.33, 0.175, 0.17, -170, 15),
            (0.5, 0.85),
        ]
    ],
    "house": [
        [(0.2, 0.85), (0.2, 0.45), (0.5, 0.15), (0.8, 0.45), (0.8, 0.85), (0.2, 0.85)],
        [(0.43, 0.85), (0.43, 0.6), (0.57, 0.6), (0.57, 0.85)],
    ],
    "square": [[(0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8), (0.2, 0.2)]],
    "triangle": [[(0.5, 0.15), (0.85, 0.8), (0.15, 0.8), (0.5, 0.15)]],
    "cross": [[(0.5, 0.15), (0.5, 0.85)], [(0.15, 0.5), (0.85, 0.5)]],
    "arrow": [[(0.1, 0.5), (0.9, 0.5)], [(0.65, 0.25), (0.9, 0.5), (0.65, 0.75)]],
    "wave": [
        [(x, 0.5 + 0.15 * math.sin(x * 4 * math.pi)) for x in np.linspace(0.1, 0.9, 60).tolist()]
    ],
    "bolt": [[(0.6, 0.1), (0.3, 0.5), (0.6, 0.5), (0.35, 0.9)]],
    "flower": [
        _arc(0.5 + 0.2 * math.cos(k * 1.257), 0.35 + 0.2 * math.sin(k * 1.257), 0.12, 0.12, 0, 360)
        for k in range(5)
    ]
    + [[(0.5, 0.5), (0.5, 0.95)]],
    "tree": [[(0.5, 0.9), (0.5, 0.65)], [(0.5, 0.1), (0.2, 0.65), (0.8, 0.65), (0.5, 0.1)]],
    "fish": [
        [*_arc(0.45, 0.5, 0.3, 0.18, -20, 340)],
        [(0.73, 0.45), (0.9, 0.3), (0.9, 0.7), (0.73, 0.55)],
    ],
    "stickman": [
        _arc(0.5, 0.22, 0.12, 0.12, 90, 450),
        [(0.5, 0.34), (0.5, 0.65), (0.3, 0.9)],
        [(0.5, 0.65), (0.7, 0.9)],
        [(0.25, 0.45), (0.75, 0.45)],
    ],
    "question": [[*_arc(0.5, 0.33, 0.2, 0.18, -170, 90), (0.5, 0.68)], [(0.5, 0.83), (0.51, 0.84)]],
    "ampersand": [
        [
            (0.8, 0.85),
            (0.35, 0.35),
            *_arc(0.47, 0.27, 0.13, 0.13, 150, 400),
            (0.3, 0.6),
            *_arc(0.45, 0.68, 0.18, 0.17, 200, 60),
            (0.8, 0.5),
        ]
    ],
    "hash": [
        [(0.38, 0.15), (0.33, 0.85)],
        [(0.66, 0.15), (0.61, 0.85)],
        [(0.15, 0.38), (0.85, 0.38)],
        [(0.15, 0.64), (0.85, 0.64)],
    ],
    "moon": [[*_arc(0.5, 0.5, 0.35, 0.38, -60, -300), *_arc(0.68, 0.5, 0.28, 0.3, 120, 240)]],
    "cup": [
        [(0.2, 0.3), (0.25, 0.8), (0.6, 0.8), (0.65, 0.3), (0.2, 0.3)],
        _arc(0.66, 0.5, 0.14, 0.13, -90, 90),
    ],
}

# Letters that are written like a digit, or nearly.
LIKE_DIGITS = frozenset("BGIJLOQSZ")


def varied(lines: Lines, rng: np.random.Generator) -> Strokes:
    """The lines by another hand: turned, slanted, stretched, bent, shaken, larger or smaller."""
    turn, slant = rng.normal(0, 0.12), rng.normal(0, 0.15)
    across, down = rng.uniform(0.6, 1, 2)
    rotation = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    matrix = rotation @ np.array([[across, slant], [0, down]])
    waves = [(rng.normal(0, 0.012, 2), rng.uniform(0, 6.3), rng.uniform(3, 9)) for _ in range(3)]
    strokes = []
    for line in lines:
        points = _dense(np.array(line, float))
        for height, phase, pace in waves:
            points = points + height * np.sin(phase + pace * points.sum(axis=1, keepdims=True))
        strokes.append((points + rng.normal(0, 0.015, 2) - 0.5) @ matrix.T)
    every = np.concatenate(strokes)
    low, high = every.min(axis=0), every.max(axis=0)
    scale = rng.uniform(0.5, 0.85) / float((high - low).max())
    return [(stroke - (low + high) / 2) * scale + 0.5 for stroke in strokes]


def scribble(rng: np.random.Generator) -> Strokes:
    """One line back and forth between 5 to 13 places, with rounded corners."""
    count = int(rng.integers(5, 14))
    corners = rng.uniform(0.15, 0.85, (count, 2))
    places = np.linspace(0, count - 1, count * 8)
    line = np.stack([np.interp(places, np.arange(count), axis) for axis in corners.T], axis=1)
    padded = np.pad(line, ((3, 3), (0, 0)), "edge")
    return [np.stack([np.convolve(axis, np.ones(7) / 7, "valid") for axis in padded.T], axis=1)]


def _dense(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same line with a point every fiftieth of the square's side."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    places = np.linspace(0, along[-1], max(int(along[-1] / 0.02), 2))
    return np.stack([np.interp(places, along, axis) for axis in points.T], axis=1)
