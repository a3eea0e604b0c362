"""Scaling a grey picture by areas, and shifting it by parts of a pixel in the same step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Grey: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class AxisTransform:
    """How one axis of a picture is laid into another: ``target = source * scale + offset``."""

    length: int
    scale: float
    offset: float = 0.0


def resample(picture: Grey, rows: AxisTransform, columns: AxisTransform) -> Grey:
    """Lay a picture into another, each target pixel the mean of the area it covers.

    This is area antialiasing (OpenCV's ``INTER_AREA``), exact for any scale and shift; what lies
    outside the picture counts as 0.  With scale 1 and whole shifts no value changes.

    Args:
        picture: float32 (H, W).

    Returns:
        float32 (rows.length, columns.length).
    """
    height, width = picture.shape
    down, across = _overlaps(height, rows), _overlaps(width, columns)
    return np.asarray(down @ picture @ across.T, np.float32)


def _overlaps(source: int, transform: AxisTransform) -> Grey:
    """Which share of each target pixel each source pixel covers, float32 (target, source)."""
    edges = np.arange(source + 1) * transform.scale + transform.offset
    pixels = np.arange(transform.length)[:, None]
    overlap = np.minimum(edges[1:], pixels + 1) - np.maximum(edges[:-1], pixels)
    shares: Grey = np.maximum(overlap, 0).astype(np.float32)
    return shares
