"""A photo with something all around it: a screenshot's bars, a margin, the table under the paper.

What is all around would be taken for the paper, since most of the picture's edge belongs to it.
The paper is the largest area that differs from it and has four corners; it is cut out along them
and laid straight.  Where that cannot be done and the picture's edge is no paper's, it is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mnist_core.drawing.components import Component, components, paint
from mnist_core.drawing.ink import luminance
from mnist_core.drawing.photo import all_ink_of_photo, ink_of_picture, is_edge_ink, otsu
from mnist_core.drawing.resampling import Grey
from mnist_core.drawing.stroke_width import Mask
from mnist_core.errors import DrawingError

# Corners of a picture's part, float64 (4, 2), x and y: top left, bottom left, bottom right, top
# right, as Pillow's QUAD takes them.
Quad = NDArray[np.float64]

# MNIST's own pictures and the like have no frame.
SMALL_SIDE = 64
# Frames are looked for at this size.
SIDE = 160
# A frame of one colour keeps to it so closely, JPEG's noise included.
FLAT = 12
# The paper's share of the picture, and how long it is for its width: no digit is such an area.
LEAST_SHARE = 0.06
LONGEST_TO_SHORTEST = 2.6
# What of the paper lies outside the lines between its corners (the sides of a screenshot with
# round corners do), and how much of the area between them it covers, ink aside: of its edge all.
MAX_OUTSIDE = 0.16
LEAST_COVER = 0.6
EDGE_COVER = 0.97
# How far inside its corners a paper is cut out, in pixels at SIDE, the first that will do.
INSETS = (1, 2, 4, 6)
# Ink along so much of its edge: the paper was not cut out cleanly, or through the digit.
EDGE_INK = 0.01
# A screenshot of a photo of a paper on a table.
NESTED = 2
# Light and shade change a paper's brightness but hardly its colour, red, green and blue as shares
# of their mean.  Of synthetic photos' edges, up to 0.003 is farther off than this under shadows
# and falling light, up to 0.14 with fingers on the paper, from 0.26 with things around it; also
# where a coloured digit is cut through by the picture's edge (2 of 30 tight crops).
OTHER_COLOUR = 0.12
MAX_OTHER_COLOUR = 0.2
PAPERLESS = 0.4  # from here on, no paper has most of the edge
# What would be taken for ink meets the edge so often; a plain table's edge or a bar once or twice.
CLUTTER_RUNS = 4


def ink_inside_frame(colours: NDArray[np.float32]) -> Grey:
    """How much ink lies on each pixel of the picture, or of the paper that it shows.

    Raises:
        DrawingError: ``picture_clutter``, where things lie around a paper that cannot be cut out.
    """
    ink = _ink_of_paper(colours)
    if ink is None:
        raise DrawingError(
            "There is more in this picture than the paper. Crop it to the paper with the digit.",
            code="picture_clutter",
        )
    return ink


def _ink_of_paper(colours: NDArray[np.float32], depth: int = 0) -> Grey | None:
    """None if the picture shows no paper to its edge and none can be cut out."""
    if max(colours.shape[:2]) <= SMALL_SIDE:
        return ink_of_picture(colours)
    small = _small(colours)
    if depth < NESTED:
        for quad in _papers(small, colours.shape):
            ink = _ink_of_paper(_cut(colours, quad), depth + 1)
            if ink is not None and ink.any() and _edge_ink(ink) < EDGE_INK:
                return ink
    return None if _is_cluttered(colours, small) else ink_of_picture(colours)


def _is_cluttered(colours: NDArray[np.float32], small: NDArray[np.float32]) -> bool:
    """Whether things of several colours, not the paper alone, lie along the picture's edge."""
    edge = _border(small) + 8  # the darkest pixels' colour is mere noise
    colour = edge / edge.mean(axis=1, keepdims=True)
    other = np.abs(colour - np.median(colour, axis=0)).max(axis=1) > OTHER_COLOUR
    if other.mean() <= MAX_OTHER_COLOUR:
        return False
    ink = all_ink_of_photo(colours) > 64
    inked = _border(ink)
    if int((inked & ~np.roll(inked, 1)).sum()) < CLUTTER_RUNS:
        return False
    # With a paper's colour along most of the edge, a digit within is read in spite of the rest.
    return bool(other.mean() > PAPERLESS) or is_edge_ink(components(ink), *ink.shape)


def _edge_ink(ink: Grey) -> float:
    return float((_border(ink) > 64).mean())


def _border(values: NDArray[Any]) -> NDArray[Any]:
    """Once around, clockwise."""
    sides = [values[0], values[1:, -1], values[-1, -2::-1], values[-2:0:-1, 0]]
    return np.concatenate(sides)


def _small(colours: NDArray[np.float32]) -> NDArray[np.float32]:
    """At :data:`SIDE`, float32 (H, W, 3)."""
    height, width = colours.shape[:2]
    share = min(1.0, SIDE / max(height, width))
    size = max(round(width * share), 1), max(round(height * share), 1)
    image = Image.fromarray(colours.round().astype(np.uint8)).resize(size, Image.Resampling.BOX)
    return np.asarray(image, np.float32)


def _papers(small: NDArray[np.float32], shape: tuple[int, ...]) -> Iterator[Quad]:
    """Where a paper may lie in a picture of this shape, the most certain first."""
    scale = shape[1] / small.shape[1], shape[0] / small.shape[0]
    for mask in _unlike_the_frame(small):
        quad = _paper_in(mask)
        if quad is not None:
            yield quad * scale


def _unlike_the_frame(small: NDArray[np.float32]) -> Iterator[Mask]:
    """What differs from a frame of one colour; from the picture's edge; the light, the dark."""
    corners = [small[row, column] for row in (0, -1) for column in (0, -1)]
    edges = [np.median(edge, axis=0) for edge in (small[0], small[-1], small[:, 0], small[:, -1])]
    seen: list[NDArray[np.float32]] = []
    for colour in corners + edges:
        if all(np.abs(colour - other).max() > FLAT for other in seen):
            seen.append(colour)
            yield np.abs(small - colour).max(axis=2) > FLAT
    edge = np.median(_border(small), axis=0).astype(np.float32)
    far = np.asarray(np.abs(small - edge).max(axis=2) / 255, np.float32)
    yield far > otsu(far)
    grey = luminance(small)
    light = grey > 255 * otsu(np.asarray(grey / 255, np.float32))
    yield light
    yield ~light


def _paper_in(mask: Mask) -> Quad | None:
    """The largest area's four corners, a little inside; None if it has no such shape."""
    found = components(mask)
    if not found or found[0].area < LEAST_SHARE * mask.size:
        return None
    paper = paint(found[:1], *mask.shape)
    corners = _corners(found[0])
    inside = _cut(paper.astype(np.float32) * 255, corners) > 127
    if inside.mean() < LEAST_COVER or paper.sum() > inside.sum() / (1 - MAX_OUTSIDE):
        return None
    sides = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    if sides.max() > LONGEST_TO_SHORTEST * sides.min() or not _is_framed(corners, *mask.shape):
        return None
    for inset in INSETS:
        quad = _shrunk(corners, inset)
        if _border(_cut(paper.astype(np.float32) * 255, quad) > 127).mean() >= EDGE_COVER:
            return quad
    return None


def _is_framed(corners: Quad, height: int, width: int) -> bool:
    """Whether something lies on opposite sides of it: an edge on one side may be a shadow's."""
    top, bottom = corners[[0, 3], 1].max() >= 1, corners[[1, 2], 1].min() <= height - 1
    left, right = corners[[0, 1], 0].max() >= 1, corners[[2, 3], 0].min() <= width - 1
    return bool((top and bottom) or (left and right))


def _corners(piece: Component) -> Quad:
    """The piece's outermost pixels on both diagonals, seen straight."""
    points = np.array(
        [(x, y) for row, start, end in piece.runs for x in (start, end) for y in (row, row + 1)],
        float,
    )
    angle = min(np.radians(np.arange(-45, 45)), key=lambda each: _box_area(points, each))
    x, y = (points @ _turn(angle)).T
    farthest = [(x + y).argmin(), (x - y).argmin(), (x + y).argmax(), (x - y).argmax()]
    return points[farthest]


def _turn(angle: float) -> NDArray[np.float64]:
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def _box_area(points: NDArray[np.float64], angle: float) -> float:
    return float(np.prod(np.ptp(points @ _turn(angle), axis=0)))


def _shrunk(corners: Quad, inset: int) -> Quad:
    """The corners moved inwards along both of their sides."""
    moved = corners.copy()
    for other in (1, -1):
        side = np.roll(corners, other, axis=0) - corners
        moved += inset * side / np.maximum(np.hypot(*side.T), 1)[:, None]
    return moved


def _cut(picture: NDArray[np.float32], quad: Quad) -> NDArray[np.float32]:
    """The part between four corners, laid straight; float32 (H, W) or (H, W, 3)."""
    sides = np.hypot(*(np.roll(quad, -1, axis=0) - quad).T)
    size = max(round((sides[1] + sides[3]) / 2), 1), max(round((sides[0] + sides[2]) / 2), 1)
    image = Image.fromarray(picture.round().astype(np.uint8))
    straight = image.transform(
        size, Image.Transform.QUAD, tuple(quad.ravel()), Image.Resampling.BILINEAR
    )
    return np.asarray(straight, np.float32)
