"""Numbers below and above 0 as a picture: orange and blue, which the colour-blind tell apart."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from ui.components.theme import diverging_colours

ZERO = (0xF7, 0xF7, 0xF7)  # pale, between the theme's orange and blue


def signed_png(values: np.ndarray, scale: int = 4, largest: float | None = None) -> bytes:
    """A PNG of `values`, each `scale` pixels wide; numbers that are none are black.

    Args:
        values: float (H, W).
        largest: the size that is shown in full colour; None takes the largest there is.
    """
    finite = np.isfinite(values)
    sizes = np.abs(np.where(finite, values, 0.0))
    full = largest or float(sizes.max(initial=0.0)) or 1.0
    share = np.clip(sizes / full, 0, 1)[..., None]
    below, above = diverging_colours()
    colour = np.where((values > 0)[..., None], np.array(above), np.array(below))
    mixed = np.array(ZERO) * (1 - share) + colour * share
    mixed[~finite] = 0
    image = Image.fromarray(mixed.round().astype(np.uint8))
    enlarged = image.resize(
        (values.shape[1] * scale, values.shape[0] * scale), Image.Resampling.NEAREST
    )
    buffer = io.BytesIO()
    enlarged.save(buffer, "PNG")
    return buffer.getvalue()


def as_rows(values: np.ndarray, columns: int = 32) -> np.ndarray:
    """A long list as rows that fit a screen; the last is filled with zeros.

    Args:
        values: shape (N,).
    """
    rows = -(-len(values) // columns)
    filled = np.zeros(rows * columns, dtype=values.dtype)
    filled[: len(values)] = values
    return filled.reshape(rows, columns)
