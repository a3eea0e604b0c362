"""How thick the pen was, and the same drawing with MNIST's pen."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mnist_core.drawing.resampling import Grey

Mask: TypeAlias = NDArray[np.bool_]

# On a slope the next pixel is at least half a pixel deeper (on a soft edge), mostly a whole one.
RIDGE_RISE = 0.4
# Not the very narrowest: edges are rough by half a pixel.
PEN_QUANTILE = 0.15
# In halves of a pen: see _merged.
MERGED_DEPTH = 1.5
# Ink of 255 that makes a pixel count as ink.
LEVELS = (64, 191)


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
    rows, columns = _around(mask, across=1), _around(mask, across=0)
    found: Grey = np.zeros(mask.shape, np.float32)
    if rows.stop:
        found[rows, columns] = np.sqrt(_squared(mask[rows, columns], reach))
    return found


def _around(mask: Mask, across: int) -> slice:
    """From the line before the first with a True pixel to that after the last, if there are any.

    No False pixel farther off is nearer to a True one than one of these.  The lines run along
    axis ``across``.
    """
    places = np.flatnonzero(mask.any(axis=across))
    return slice(max(places[0] - 1, 0), places[-1] + 2) if len(places) else slice(0)


def _squared(mask: Mask, reach: float) -> Grey:
    """The squares of :func:`distances`."""
    height, width = mask.shape
    row = np.arange(height, dtype=np.float32)[:, None]
    far = np.float32(height + width)
    above = np.maximum.accumulate(np.where(mask, -far, row), axis=0)
    below = np.minimum.accumulate(np.where(mask, far + height, row)[::-1], axis=0)[::-1]
    squared: Grey = np.minimum(row - above, below - row) ** 2
    nearest = squared.copy()
    shift = 1
    while shift < min(width, reach + 1) and shift * shift < nearest.max():
        np.minimum(nearest[:, shift:], squared[:, :-shift] + shift * shift, out=nearest[:, shift:])
        np.minimum(nearest[:, :-shift], squared[:, shift:] + shift * shift, out=nearest[:, :-shift])
        shift += 1
    return nearest


def depth(grey: Grey, *, outside: bool = False, reach: float = np.inf) -> Grey:
    """How deep in the ink every pixel lies; or how far outside it.

    The mean of the distances to where a quarter and three quarters of a pixel are ink, so that an
    antialiased edge counts where it is, and not where the pixels' borders happen to be.

    Args:
        grey: the ink, float32 (H, W) from 0 to 255.
        reach: as in :func:`distances`.
    """
    masks = [grey > level for level in LEVELS]
    found = [distances(~mask if outside else mask, reach) for mask in masks]
    return np.asarray(sum(found) / np.float32(len(found)), np.float32)


def measure(inside: Grey) -> float:
    """The pen's width in pixels, from the ink's :func:`depth`.

    Half of it is the depth of the strokes' middle lines.  A round pen leaves no place narrower
    than itself, but crossings and filled loops are wider: a low quantile is the pen's own.  Rough
    edges have little ridges too; those not half as deep as most are left out.
    """
    peaks = inside[(inside > 0) & _is_ridge(inside)]
    if not len(peaks):
        return 0.0
    middle = peaks[peaks >= np.median(peaks) / 2]
    return float(2 * np.quantile(middle, PEN_QUANTILE))


def _is_ridge(inside: Grey) -> Mask:
    """Whether the distance to the edge hardly grows in any of the eight directions."""
    around = np.pad(inside, 1)
    column = np.maximum(np.maximum(around[:-2], around[2:]), around[1:-1])
    highest = np.maximum(np.maximum(column[:, :-2], column[:, 2:]), column[:, 1:-1])
    ridge: Mask = inside >= highest - RIDGE_RISE
    return ridge


def change_width(grey: Grey, inside: Grey, pen: float, wanted: float) -> Grey:
    """Draw the same lines with another pen.

    The ink's edge is moved by half the difference, outwards or inwards: for strokes of a round
    pen this gives exactly what the other round pen would have drawn, except where strokes had
    run into each other.  Those places are opened again, see :func:`_merged`.

    Args:
        grey: the ink, float32 (H, W) from 0 to 255, with paper around it to grow into.
        inside: its :func:`depth`.
        pen, wanted: the pens' widths in pixels.

    Returns:
        float32, the shape of ``grey``, 0 to 255, its edges antialiased.
    """
    move = (wanted - pen) / 2
    if move > 0:
        outside = depth(grey, outside=True, reach=move + 2)
        signed = np.where(outside > 0, 0.5 - outside + move, np.float32(1))
    else:
        signed = np.where(inside > 0, inside - 0.5 + move, np.float32(-1))
        beyond = (pen + wanted) / 2
        merged = _merged(inside, pen, beyond)
        signed = np.where(merged, np.minimum(signed, beyond - inside), signed)
    return np.asarray(np.clip(signed + 0.5, 0, 1) * 255, np.float32)


def _merged(inside: Grey, pen: float, beyond: float) -> Mask:
    """Where a thick pen has filled what lies between two strokes, as in the loops of an 8.

    A stroke's middle line lies half a pen deep.  What is deeper by half the wanted pen lies
    ``beyond`` the stroke that the wanted pen draws: between two of them.  Crossings are up to
    ``sqrt(2)`` times half a pen deep without anything between, so only deeper places count.
    """
    deep = inside > MERGED_DEPTH * pen / 2
    if not deep.any():
        return deep
    around = max(MERGED_DEPTH * pen / 2 - beyond, 0) + 1
    merged: Mask = (inside > beyond - 1) & (distances(~deep, around) <= around)
    return merged
