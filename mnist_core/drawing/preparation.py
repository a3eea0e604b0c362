"""From a drawing to the 28 x 28 picture that MNIST's makers would have made of it.

MNIST's own digits were cut out, scaled so that their longer side is 20 pixels with antialiasing,
and laid into 28 x 28 with their centre of mass in the middle (LeCun, Bottou, Bengio, Haffner 1998,
section III.A, and the data set's page).  A network trained on such pictures reads no others well.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mnist_core.config import CENTRE, DIGIT_SIDE, IMAGE_SIDE
from mnist_core.drawing.checks import checked_sketch
from mnist_core.drawing.ink import Colour, composite, guess_paper, ink_of, luminance
from mnist_core.drawing.resampling import AxisTransform, Grey, resample
from mnist_core.drawing.sketch import Box, Sketch, ink_box, ink_edges
from mnist_core.drawing.stroke_width import change_width

StageName: TypeAlias = Literal["ink", "crop", "stroke", "scale", "centre"]
STAGES: tuple[StageName, ...] = ("ink", "crop", "stroke", "scale", "centre")

# MNIST's pen in its own pixels: the median of its training images (5 % are below 1.6, 5 % above
# 3.75), measured as a drawing's is, at eight times the size.
MNIST_PEN = 2.4
# A digit less than some twice as large as MNIST's has too few pixels for its pen to be changed.
COARSE = 2 * DIGIT_SIDE + 1
SHOWN_SIDE = 320


@dataclass(frozen=True, slots=True)
class DrawingOptions:
    """Which stages are done; a stage left out shows what it is good for.

    Attributes:
        ink: how far each pixel is from the paper; else the picture's brightness as it is, so that
            dark ink on white paper stays dark on white.
        crop: cut to the ink's box; else the whole canvas is scaled.
        stroke: the pen's width becomes MNIST's; else it stays as drawn.
        scale: the longer side to 20 pixels; else both sides are stretched to 28.
        centre: the centre of mass to the middle; else the middle of the box.
    """

    ink: bool = True
    crop: bool = True
    stroke: bool = True
    scale: bool = True
    centre: bool = True


@dataclass(frozen=True, slots=True)
class Stage:
    """The picture after one stage.

    Attributes:
        name: one of :data:`STAGES`.
        picture: uint8 (H, W), ink white on black.
        skipped: whether the stage was left out.
    """

    name: StageName
    picture: NDArray[np.uint8]
    skipped: bool


@dataclass(frozen=True, slots=True)
class PreparedDrawing:
    """What the network sees, and how it came about.

    Attributes:
        picture: uint8 (28, 28), white ink on black.
        stages: in their order; the last one's picture is ``picture``.
    """

    picture: NDArray[np.uint8]
    stages: tuple[Stage, ...]


def prepare(
    rgba: NDArray[np.uint8],
    *,
    options: DrawingOptions = DrawingOptions(),
    paper: Colour | None = None,
) -> PreparedDrawing:
    """Make of a drawing what MNIST's makers would have made of it.

    Args:
        rgba: uint8 (H, W, 4), any ink on any paper of one colour.
        options: which stages to do.
        paper: the paper's colour, red, green, blue from 0 to 255; None finds it at the border.

    Raises:
        DrawingError: nothing is drawn, or no single digit; ``code`` is ``empty``, ``dot``,
            ``scribble`` or ``several_digits``.
    """
    if rgba.ndim != 3 or rgba.shape[2] != 4 or rgba.dtype != np.uint8:
        raise ValueError(f"a drawing is uint8 (H, W, 4), not {rgba.dtype} {rgba.shape}")
    colours = composite(rgba, paper)
    ink = ink_of(colours, guess_paper(colours) if paper is None else paper)
    drawn = checked_sketch(ink)
    return _prepare(ink if options.ink else luminance(colours), drawn, options)


def prepare_ink(
    ink: NDArray[np.uint8],
    *,
    options: DrawingOptions = DrawingOptions(),
) -> PreparedDrawing:
    """As :func:`prepare`, for a picture that is white ink on black already, uint8 (H, W)."""
    grey = ink.astype(np.float32)
    return _prepare(grey, checked_sketch(grey), options)


def _prepare(grey: Grey, drawn: Sketch, options: DrawingOptions) -> PreparedDrawing:
    stages = [Stage("ink", _bytes(grey), not options.ink)]
    cut = _crop(grey, options)
    stages.append(Stage("crop", _bytes(cut.grey), not options.crop))
    if changes := options.stroke and options.ink:
        cut = _change_stroke(cut, drawn, options)
    stages.append(Stage("stroke", _shown(cut), not changes))
    rows, columns = _scale(cut, options)
    stages.append(Stage("scale", _bytes(resample(cut.grey, rows, columns)), not options.scale))
    rows, columns = _centre(cut, rows, columns, options)
    picture = _bytes(resample(cut.grey, rows, columns))
    stages.append(Stage("centre", picture, not options.centre))
    return PreparedDrawing(picture, tuple(stages))


@dataclass(frozen=True, slots=True)
class _Cut:
    """A picture and the part of it that is to be scaled; outside the picture there is paper."""

    grey: Grey
    box: Box


def _crop(grey: Grey, options: DrawingOptions) -> _Cut:
    """Cut to the ink's box."""
    box = ink_box(grey) if options.crop else None
    if box is None:
        return _Cut(grey, Box(0, 0, *map(float, grey.shape)))
    part = grey[int(box.top) : int(box.bottom), int(box.left) : int(box.right)]
    edges = Box(0, 0, *map(float, part.shape))
    if edges.longest > DIGIT_SIDE:
        edges = ink_edges(part) or edges
    return _Cut(part, edges)


def _change_stroke(cut: _Cut, drawn: Sketch, options: DrawingOptions) -> _Cut:
    """Bring the pen's width to MNIST's; pictures as small as MNIST's own stay as they are."""
    if drawn.drawn_side < COARSE:
        return cut
    line = drawn.ink.longest - drawn.pen  # how far the pen's middle travelled
    wanted = line * MNIST_PEN / (DIGIT_SIDE - MNIST_PEN)
    grey = change_width(drawn.grey, drawn.inside, drawn.pen, wanted)
    return _Cut(grey, ink_edges(grey) or drawn.ink if options.crop else drawn.paper)


def _scale(cut: _Cut, options: DrawingOptions) -> tuple[AxisTransform, AxisTransform]:
    """The longer side to 20 pixels, both by the same factor."""
    box = cut.box
    if not options.scale:
        down, across = IMAGE_SIDE / box.height, IMAGE_SIDE / box.width
        return AxisTransform(IMAGE_SIDE, down, -box.top * down), AxisTransform(
            IMAGE_SIDE, across, -box.left * across
        )
    # An outermost row of MNIST's own may have been too faint to be kept: 19 pixels fit as well.
    fits = DIGIT_SIDE - 1 <= box.longest <= DIGIT_SIDE
    scale = 1.0 if fits else DIGIT_SIDE / box.longest
    return (
        AxisTransform(math.ceil(box.height * scale - 1e-6), scale, -box.top * scale),
        AxisTransform(math.ceil(box.width * scale - 1e-6), scale, -box.left * scale),
    )


def _centre(
    cut: _Cut, rows: AxisTransform, columns: AxisTransform, options: DrawingOptions
) -> tuple[AxisTransform, AxisTransform]:
    """Lay the picture into the frame, its centre of mass (or its middle) in the frame's."""
    by_row, by_column = cut.grey.sum(axis=1), cut.grey.sum(axis=0)
    return (
        _centred(rows, by_row, cut.box.top, cut.box.bottom, options),
        _centred(columns, by_column, cut.box.left, cut.box.right, options),
    )


def _centred(
    transform: AxisTransform, mass: Grey, start: float, end: float, options: DrawingOptions
) -> AxisTransform:
    """One axis; ``mass`` is the ink by row or column of the source, start and end its box."""
    scale = transform.scale
    if options.centre:
        middle = float(np.average(np.arange(len(mass)) + 0.5, weights=mass)) if mass.any() else 0.0
        offset = CENTRE - middle * scale
    else:
        offset = (IMAGE_SIDE - (start + end) * scale) / 2
    if scale == 1:
        # MNIST's makers moved whole pixels.  A larger drawing is moved before its pixels are
        # made, so that its place on the canvas makes no difference.
        offset = math.ceil(offset - 0.5)
    # The frame cuts nothing off.
    return AxisTransform(
        IMAGE_SIDE, scale, min(max(offset, -start * scale), IMAGE_SIDE - end * scale)
    )


def _shown(cut: _Cut) -> NDArray[np.uint8]:
    """The part to be scaled, as a picture of its own of at most :data:`SHOWN_SIDE` pixels."""
    scale = min(1.0, SHOWN_SIDE / cut.box.longest)
    return _bytes(
        resample(
            cut.grey,
            AxisTransform(math.ceil(cut.box.height * scale), scale, -cut.box.top * scale),
            AxisTransform(math.ceil(cut.box.width * scale), scale, -cut.box.left * scale),
        )
    )


def _bytes(grey: Grey) -> NDArray[np.uint8]:
    return grey.round().clip(0, 255).astype(np.uint8)
