"""Telling the ink in a photo from its paper, in whatever light."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from mnist_core.drawing.components import Component, components, paint
from mnist_core.drawing.ink import Colour, guess_paper, ink_of, luminance
from mnist_core.drawing.resampling import Grey
from mnist_core.drawing.stroke_width import Mask

# A drawn picture's paper has one colour; a photo's nowhere keeps to it so closely.
FLAT_SHARE = 0.9
# Of a drawn picture's inked pixels, few are almost paper (a twentieth of full ink); lossy formats
# put such pixels all around the strokes.  MNIST's own have up to 0.31.
FAINT = 13
FAINT_SHARE = 0.35
# What is smaller keeps its faintest pixels: MNIST's pictures are to come out as they are.
SMALL_SIDE = 64
# The light is estimated at this size, from windows of a quarter of it: wider than a stroke.
LIGHT_SIDE = 96
WINDOW = 25
INSIDE = (slice(WINDOW, -WINDOW), slice(WINDOW, -WINDOW))
# Ink is at least this much darker (or lighter) than its paper, of the paper's brightness.
LEAST_CONTRAST = 0.12
# Of the inked pixels, the edges are not full ink; most of the others are.
FULL_QUANTILE = 0.35
# Pieces with less of the largest one's ink are dirt.
SPECK = 0.06
# What touches the picture's edge is a shadow or the table, if a piece that does not is as large
# as this share of it.
INNER_SHARE = 0.2


def ink_of_picture(colours: NDArray[np.float32]) -> Grey:
    """How much ink lies on each pixel of a picture, drawn or photographed, float32 (H, W)."""
    paper: Colour = guess_paper(colours)
    drawn = ink_of(colours, paper)
    border = np.concatenate([drawn[0], drawn[-1], drawn[:, 0], drawn[:, -1]])
    inked = drawn > 0
    faint = inked & (drawn < FAINT)
    if (border == 0).mean() < FLAT_SHARE or faint.sum() > FAINT_SHARE * inked.sum():
        return ink_of_photo(colours)
    return drawn if max(drawn.shape) <= SMALL_SIDE else _only_near(drawn, drawn > 64)


def ink_of_photo(colours: NDArray[np.float32]) -> Grey:
    """How much ink lies on each pixel of a photo, float32 (H, W), 0 to 255: the digit's alone."""
    return _without_specks(all_ink_of_photo(colours))


def all_ink_of_photo(colours: NDArray[np.float32]) -> Grey:
    """As :func:`ink_of_photo`, dirt and what touches the picture's edge included.

    The paper's brightness around every pixel is what is left when strokes are painted over with
    it: a grey closing (Serra 1982) with a window wider than any stroke.  What a pixel lacks of
    it is ink, by the share rather than the difference, since light and shade multiply.  The
    boundary between ink and paper is Otsu's (1979); a soft edge is kept on both sides of it.
    """
    grey = _smooth(luminance(colours)) + 1
    if _ink_is_lighter(grey):
        grey = 257 - grey
    contrast = np.clip(1 - grey / _light(grey), 0, 1)
    boundary = max(otsu(contrast), LEAST_CONTRAST / 2)
    above = contrast[contrast > boundary]
    if not len(above) or float(np.median(above)) < LEAST_CONTRAST:
        return np.zeros(grey.shape, np.float32)
    full = float(np.quantile(above, FULL_QUANTILE))
    paper = max(2 * boundary - full, boundary / 2)
    ink = np.clip((contrast - paper) / (full - paper), 0, 1) * 255
    return np.asarray(ink, np.float32)


def _smooth(grey: Grey) -> Grey:
    """Without the camera's grain, which would leave holes in the strokes."""
    blurred = Image.fromarray(grey.round().astype(np.uint8)).filter(ImageFilter.GaussianBlur(1))
    return np.asarray(blurred, np.float32)


def _ink_is_lighter(grey: Grey) -> bool:
    """Ink is the rarer brightness: it makes the longer tail around the local average."""
    small = _small_with_surroundings(grey)
    around = small.filter(ImageFilter.MedianFilter(WINDOW))
    rest = np.asarray(small, np.float32) - np.asarray(around, np.float32)
    return bool((rest[INSIDE] ** 3).sum() > 0)


def _light(grey: Grey) -> Grey:
    """The paper's brightness under and around the ink, float32 (H, W)."""
    height, width = grey.shape
    # MaxFilter of a window in both directions, then MinFilter: strokes vanish, shadows stay.
    bright = _small_with_surroundings(grey).filter(ImageFilter.MaxFilter(WINDOW))
    closed = bright.filter(ImageFilter.MinFilter(WINDOW)).filter(ImageFilter.GaussianBlur(3))
    light = Image.fromarray(np.asarray(closed, np.float32)[INSIDE])
    back = light.resize((width, height), Image.Resampling.BICUBIC)
    return np.maximum(np.asarray(back, np.float32), 1)


def _small_with_surroundings(grey: Grey) -> Image.Image:
    """At LIGHT_SIDE, with a window's width around it where the light goes on as it did inside.

    With the picture's edge merely repeated, a slope of the light that ends there would look like
    a stroke.
    """
    small = Image.fromarray(grey).resize((LIGHT_SIDE, LIGHT_SIDE), Image.Resampling.BOX)
    wide = np.pad(np.asarray(small), WINDOW, mode="reflect", reflect_type="odd")
    return Image.fromarray(wide.clip(0, 255).astype(np.uint8))


def otsu(contrast: Grey) -> float:
    """The boundary that parts the values into the two most compact groups (Otsu 1979)."""
    counts, edges = np.histogram(contrast, bins=128, range=(0, 1))
    middles = (edges[1:] + edges[:-1]) / 2
    below = counts.cumsum()
    above = below[-1] - below
    sums = (counts * middles).cumsum()
    valid = (below > 0) & (above > 0)
    if not valid.any():
        return 1.0
    gap = sums[valid] / below[valid] - (sums[-1] - sums[valid]) / above[valid]
    spread = below[valid] * above[valid] * gap**2
    return float(edges[1:][valid][spread.argmax()])


def _without_specks(ink: Grey) -> Grey:
    """Only the pieces that can belong to the digit, with their soft edges."""
    height, width = ink.shape
    found = components(ink > 64)
    if not is_edge_ink(found, height, width):
        found = [piece for piece in found if not piece.touches_border(height, width)]
    kept = paint([each for each in found if each.area >= SPECK * found[0].area], height, width)
    return _only_near(ink, kept)


def is_edge_ink(found: list[Component], height: int, width: int) -> bool:
    """Whether what touches the picture's edge is the ink: no piece within is large beside it."""
    inner = [piece for piece in found if not piece.touches_border(height, width)]
    return not inner or inner[0].area < INNER_SHARE * found[0].area


def _only_near(ink: Grey, kept: Mask) -> Grey:
    """The ink on and within two pixels of ``kept``: strokes with their soft edges, no haze."""
    grown = Image.fromarray(kept.astype(np.uint8)).filter(ImageFilter.MaxFilter(5))
    return np.where(np.asarray(grown, np.bool_), ink, np.float32(0))
