"""Numbers on both sides of 0 as colours."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from ui.components.signed_picture import ZERO, as_rows, signed_png
from ui.components.theme import diverging_colours

NEGATIVE, POSITIVE = diverging_colours()


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def test_signed_png_colours() -> None:
    """Orange below 0, blue above, pale at 0."""
    shown = pixels(signed_png(np.array([[-2.0, 0.0, 2.0]]), scale=1))
    assert [tuple(each) for each in shown[0]] == [NEGATIVE, ZERO, POSITIVE]


def test_signed_png_scale_and_largest() -> None:
    shown = pixels(signed_png(np.array([[1.0]]), scale=3, largest=2.0))
    assert shown.shape == (3, 3, 3)
    middle = [(zero + full) / 2 for zero, full in zip(ZERO, POSITIVE, strict=True)]
    assert np.allclose(shown[0, 0], middle, atol=1)


def test_signed_png_of_nan_and_zeros() -> None:
    """What is no number is black; zeros alone are pale."""
    shown = pixels(signed_png(np.array([[np.nan, np.inf, 1.0]]), scale=1))
    assert shown[0, :2].max() == 0 and tuple(shown[0, 2]) == POSITIVE
    assert tuple(pixels(signed_png(np.zeros((1, 1)), scale=1))[0, 0]) == ZERO


def test_as_rows_keeps_the_order_and_fills_with_zeros() -> None:
    rows = as_rows(np.arange(1.0, 6.0), columns=4)
    assert rows.tolist() == [[1, 2, 3, 4], [5, 0, 0, 0]]
