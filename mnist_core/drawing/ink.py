"""From a colour drawing to how much ink lies on every pixel."""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mnist_core.drawing.resampling import Grey

Colour: TypeAlias = tuple[int, int, int]

WHITE, BLACK = (255, 255, 255), (0, 0, 0)
# Full ink in MNIST is 254 or 255: every one of its 70,000 pictures has such a pixel.
FULL_INK = 254.0
# Below a tenth of the way from paper to ink a drawing cannot be told from its paper.
FAINTEST = 25.0


def composite(rgba: NDArray[np.uint8], paper: Colour | None = None) -> NDArray[np.float32]:
    """The drawing laid on its paper, float32 (H, W, 3) from 0 to 255.

    Porter and Duff's "over" (1984).  Where the drawing is transparent and no paper is given, the
    paper is white, or black if the drawing itself is light.
    """
    colours = rgba[..., :3].astype(np.float32)
    alpha = rgba[..., 3]
    if alpha.min() == 255:
        return colours
    opacity = alpha.astype(np.float32)[..., None] / 255
    if paper is None:
        weight = float(opacity.sum())
        brightness = float((colours * opacity).sum()) / 3 / weight if weight else 0.0
        paper = BLACK if brightness > 127.5 else WHITE
    through = np.array(paper, np.float32) * (1 - opacity)
    return np.asarray(colours * opacity + through, np.float32)


def guess_paper(colours: NDArray[np.float32]) -> Colour:
    """The paper's colour: the median of the outermost pixels, most of which carry no ink."""
    border = np.concatenate([colours[0], colours[-1], colours[:, 0], colours[:, -1]])
    red, green, blue = (int(value) for value in np.median(border, axis=0).round())
    return red, green, blue


def luminance(colours: NDArray[np.float32]) -> Grey:
    """Brightness by ITU-R BT.601, as Pillow's "L": float32 (H, W), 0 to 255."""
    return (colours @ np.array([0.299, 0.587, 0.114], np.float32)).astype(np.float32)


def ink_of(colours: NDArray[np.float32], paper: Colour) -> Grey:
    """How far each pixel's colour is from the paper's, the farthest being full ink.

    For grey drawings this is the difference in luminance, whichever of ink and paper is lighter.
    The distance is taken in all three channels, for red ink may be exactly as bright as the blue
    paper under it.  An antialiased edge lies on the straight line from paper to ink, so it keeps
    its share.  Pencil grey becomes full ink; a drawing that is full already stays as it is.

    Returns:
        float32 (H, W), 0 = paper to 255 = full ink; all 0 where nothing can be told apart.
    """
    squared = np.zeros(colours.shape[:2], np.float32)
    for channel, ground in enumerate(paper):
        offset = colours[..., channel] - np.float32(ground)
        squared += offset * offset
    strongest = math.sqrt(float(squared.max()) / 3)
    if strongest < FAINTEST:
        return np.zeros_like(squared)
    stretch = 255 / strongest if strongest < FULL_INK else 1.0
    return np.asarray(np.sqrt(squared / 3) * np.float32(stretch), np.float32)
