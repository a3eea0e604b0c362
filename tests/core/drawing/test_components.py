"""Connected pieces of ink, against a plain flood fill."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mnist_core.drawing.components import component_of, components, paint


def flood(mask: np.ndarray) -> list[set[tuple[int, int]]]:
    left = {tuple(place) for place in np.argwhere(mask).tolist()}
    found = []
    while left:
        edge = [left.pop()]
        piece = set(edge)
        while edge:
            row, column = edge.pop()
            around = {(row + down, column + right) for down in (-1, 0, 1) for right in (-1, 0, 1)}
            fresh = around & left
            left -= fresh
            piece |= fresh
            edge += fresh
        found.append(piece)
    return found


@settings(deadline=None, max_examples=200)
@given(hnp.arrays(np.bool_, st.tuples(st.integers(1, 12), st.integers(1, 12))))
def test_the_pieces_are_those_of_a_flood_fill(mask) -> None:
    height, width = mask.shape
    found = components(mask)
    assert [piece.area for piece in found] == sorted((p.area for p in found), reverse=True)
    painted = [
        {tuple(place) for place in np.argwhere(paint([piece], height, width)).tolist()}
        for piece in found
    ]
    assert sorted(map(sorted, painted)) == sorted(map(sorted, flood(mask)))
    for piece, pixels in zip(found, painted, strict=True):
        rows, columns = zip(*pixels, strict=True)
        assert (piece.top, piece.bottom) == (min(rows), max(rows) + 1)
        assert (piece.left, piece.right) == (min(columns), max(columns) + 1)
        assert piece.area == len(pixels)
        assert piece.height == piece.bottom - piece.top
        touches = {0, height - 1} & set(rows) or {0, width - 1} & set(columns)
        assert piece.touches_border(height, width) == bool(touches)


def test_two_pieces_as_one() -> None:
    one = component_of([(0, 0, 2), (3, 4, 6)])
    assert (one.top, one.left, one.bottom, one.right, one.area) == (0, 0, 4, 6, 4)
