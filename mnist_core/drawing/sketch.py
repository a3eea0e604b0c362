"""A drawing at one common size, with all that is measured on it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mnist_core.drawing.resampling import AxisTransform, Grey, resample
from mnist_core.drawing.stroke_width import Mask, depth, measure

# Drawings are measured at this size, eight times MNIST's, whatever the canvas.
WORK_SIDE = 160
# Pictures as small as MNIST's own are not enlarged so far: there is nothing more to be seen.
LARGEST_SCALE = 4.0
# Paper around the drawing, for strokes to grow into.
MARGIN = 24


@dataclass(frozen=True, slots=True)
class Box:
    """Edges in (fractions of) pixels: a picture of H x W fills 0, 0, H, W."""

    top: float
    left: float
    bottom: float
    right: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def longest(self) -> float:
        return max(self.height, self.width)

    def moved(self, scale: float, down: float, right: float) -> Box:
        """The same box after scaling and then shifting."""
        return Box(
            self.top * scale + down,
            self.left * scale + right,
            self.bottom * scale + down,
            self.right * scale + right,
        )


def ink_box(grey: Grey | Mask) -> Box | None:
    """The whole pixels that hold all ink; None where there is none."""
    rows, columns = np.flatnonzero(grey.any(axis=1)), np.flatnonzero(grey.any(axis=0))
    if not len(rows):
        return None
    return Box(int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1)


def ink_edges(grey: Grey) -> Box | None:
    """The ink's box to fractions of a pixel: the darkest pixel of an outer row tells its share."""
    box = ink_box(grey)
    if box is None:
        return None
    rows, columns = grey.max(axis=1) / 255, grey.max(axis=0) / 255
    return Box(
        box.top + 1 - float(rows[int(box.top)]),
        box.left + 1 - float(columns[int(box.left)]),
        box.bottom - 1 + float(rows[int(box.bottom) - 1]),
        box.right - 1 + float(columns[int(box.right) - 1]),
    )


@dataclass(frozen=True, slots=True)
class Sketch:
    """The ink of a drawing, its longer side :data:`WORK_SIDE` pixels (of tiny ones, fewer).

    Attributes:
        grey: float32 (H, W), 0 to 255, with :data:`MARGIN` pixels of paper around the ink.
        mask: where ``grey`` is more ink than paper.
        inside: how deep in the ink each pixel lies.
        pen: the pen's width in these pixels.
        ink: the ink's box here.
        scale: how much larger than the drawing this is.
        paper: the whole canvas's box here; it may lie outside ``grey``, where nothing is drawn.
    """

    grey: Grey
    mask: Mask
    inside: Grey
    pen: float
    ink: Box
    scale: float
    paper: Box

    @property
    def drawn_side(self) -> float:
        """The ink's longer side in the drawing's own pixels."""
        return self.ink.longest / self.scale


def sketch(grey: Grey) -> Sketch | None:
    """Bring the ink, float32 (H, W) from 0 to 255, to the common size; None without any ink."""
    box = ink_box(grey)
    if box is None:
        return None
    part = grey[int(box.top) : int(box.bottom), int(box.left) : int(box.right)]
    scale = min(WORK_SIDE / box.longest, LARGEST_SCALE)
    work = resample(part, _with_margin(box.height, scale), _with_margin(box.width, scale))
    mask = work > 127.5
    inside = depth(work)
    shift = (MARGIN - box.top * scale, MARGIN - box.left * scale)
    canvas = Box(0, 0, *map(float, grey.shape))
    ink = box.moved(scale, *shift)
    return Sketch(work, mask, inside, measure(inside), ink, scale, canvas.moved(scale, *shift))


def _with_margin(side: float, scale: float) -> AxisTransform:
    return AxisTransform(math.ceil(side * scale) + 2 * MARGIN, scale, MARGIN)
