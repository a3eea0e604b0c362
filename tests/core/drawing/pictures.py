"""Files of pictures: drawings and photos of digits, and how much of one is found again."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from benchmarks.pen_digits import render
from tests.core.drawing.drawn import strokes

FORMATS = {"PNG": {}, "JPEG": {"quality": 90}, "WEBP": {"quality": 90}}


def saved(image: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **{**FORMATS.get(kind, {}), **how})
    return buffer.getvalue()


def ink_map(digit: int, side: int = 480, brush: float = 24) -> NDArray[np.float64]:
    """How much ink lies on each pixel, 0 to 1."""
    return 1 - render(strokes(digit), canvas=side, brush=brush, ink=(0, 0, 0))[..., 0] / 255


def photo(digit: int, *, chalk: bool = False, shadow: bool = True, side: int = 900) -> Image.Image:
    """Pen on paper (or chalk on a board) under a lamp, a shadow across it, with noise."""
    random = np.random.default_rng(digit)
    soft = Image.fromarray((ink_map(digit) * 255).astype(np.uint8)).resize((side, side))
    ink = np.asarray(soft.filter(ImageFilter.GaussianBlur(2)), float)[..., None] / 255
    y, x = np.mgrid[0 : 1 : side * 1j, 0 : 1 : side * 1j]
    light = 190 * (0.6 + 0.5 * x + 0.15 * y)
    if shadow:
        light *= np.where(x + 0.4 * y > 0.75, 0.65, 1.0)
    paper = np.array([0.2, 0.27, 0.22]) if chalk else np.array([1.0, 0.97, 0.9])
    pen = np.array([0.9, 0.9, 0.85]) if chalk else np.array([0.15, 0.2, 0.5])
    colours = light[..., None] * (paper * (1 - ink) + pen * ink)
    colours += random.normal(0, 4, (side, side, 1))
    return Image.fromarray(colours.clip(0, 255).astype(np.uint8))


def overlap(found: NDArray[np.uint8], digit: int) -> float:
    """Intersection over union of the ink found and the ink that is there."""
    size = (found.shape[1], found.shape[0])
    true = np.asarray(Image.fromarray((ink_map(digit) * 255).astype(np.uint8)).resize(size)) > 127
    inked = found > 127
    return float((true & inked).sum() / (true | inked).sum())
