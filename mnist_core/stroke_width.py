"""How thick the pen was, and the same drawing with MNIST's pen."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mnist_core.resampling import Grey

Mask: TypeAlias = NDArray[np.bool_]

# On a slope the next pixel is 0.7 to 1 farther from the edge; on a middle line at most half.
RIDGE_RISE = 0.5


def distances(mask: Mask, reach: float = np.inf) -> Grey:
    """Distance of every True pixel's centre to the nearest False one's; 0 on False pixels.

    The exact Euclidean distance transform, separably: first along the columns, then over the
    rows' parabolas (Felzenszwalb and Huttenlocher 2012; their lower envelope by plain minima,
    which numpy does a row at a time).  What lies outside the picture counts for nothing.

    Args:
        mask: bool (H, W).
        reach: greater distances may come out too great.

    Returns:
        float32 (H, W).
    """
    height, width = mask.shape
    row = np.arange(height, dtype=np.float32)[:, None]
    far = np.float32(height + width)
    above = np.maximum.accumulate(np.where(mask, -far, row), axis=0)
    below = np.minimum.accumulate(np.where(mask, far + height, row)[::-1], axis=0)[::-1]
    squared = np.minimum(row - above, below - row) ** 2
    nearest = squared.copy()
    shift = 1
    while shift < min(width, reach + 1) and shift * shift < nearest.max():
        np.minimum(nearest[:, shift:], squared[:, :-shift] + shift * shift, out=nearest[:, shift:])
        np.minimum(nearest[:, :-shift], squared[:, shift:] + shift * shift, out=nearest[:, :-shift])
        shift += 1
    farthest: Grey = np.sqrt(nearest)
    return farthest


def measure(inside: Grey) -> float:
    """The pen's width in pixels, from the :func:`distances` of the ink to its edge.

    Half of it is the distance on the strokes' middle lines; the median over these lines leaves
    out crossings and closed loops, where there is more ink than one stroke's.
    """
    peaks = inside[(inside > 0) & _is_ridge(inside)]
    return float(2 * np.median(peaks)) if len(peaks) else 0.0


def _is_ridge(inside: Grey) -> Mask:
    """Whether the distance to the edge hardly grows in any of the eight directions."""
    around = np.pad(inside, 1)
    height, width = inside.shape
    highest = np.maximum.reduce(
        [around[y : y + height, x : x + width] for y in range(3) for x in range(3)]
    )
    ridge: Mask = inside >= highest - RIDGE_RISE
    return ridge


def change_width(grey: Grey, mask: Mask, inside: Grey, change: float) -> Grey:
    """Draw the same lines with a pen that is ``change`` pixels wider (or narrower, if negative).

    The ink's edge is moved by half of it, outwards or inwards: for strokes of a round pen this
    gives exactly what the other round pen would have drawn, except where strokes had run into
    each other.

    Args:
        grey, mask, inside: the ink, where it is, and its :func:`distances`; there must be paper
            around it for it to grow into.

    Returns:
        float32, the shape of ``grey``, 0 to 255, its edges antialiased.
    """
    move = change / 2
    if move > 0:
        outside = distances(~mask, reach=move + 2)
        signed = np.where(mask, np.float32(1), 0.5 - outside + move)
    else:
        signed = np.where(mask, inside - 0.5 + move, np.float32(-1))
    return (np.clip(signed + 0.5, 0, 1) * 255).astype(np.float32)
