"""The separate pieces of ink in a picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mnist_core.stroke_width import Mask


@dataclass(frozen=True, slots=True)
class Piece:
    """Ink that hangs together, sides and corners counted as touching.

    Attributes:
        top, left, bottom, right: its box in pixels, the ends excluded.
        area: its pixels.
    """

    top: int
    left: int
    bottom: int
    right: int
    area: int

    def joined(self, other: Piece) -> Piece:
        """Both as one."""
        return Piece(
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
            self.area + other.area,
        )


def pieces(mask: Mask) -> list[Piece]:
    """The connected pieces of a bool (H, W), largest area first.

    Every row's runs of ink are joined with the runs above that they touch (union-find over
    runs, of which a digit has a few hundred).
    """
    found: dict[int, Piece] = {}
    parents: list[int] = []
    above: list[tuple[int, int, int]] = []
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    for row in range(len(mask)):
        starts, ends = np.flatnonzero(edges[row] == 1), np.flatnonzero(edges[row] == -1)
        current = []
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            run = len(parents)
            parents.append(run)
            found[run] = Piece(row, start, row + 1, end, end - start)
            for other_start, other_end, other in above:
                if other_start <= end and start <= other_end:
                    _join(run, other, parents, found)
            current.append((start, end, run))
        above = current
    return sorted(found.values(), key=lambda piece: -piece.area)


def _join(first: int, second: int, parents: list[int], found: dict[int, Piece]) -> None:
    kept, dropped = _root(first, parents), _root(second, parents)
    if kept != dropped:
        parents[dropped] = kept
        found[kept] = found[kept].joined(found.pop(dropped))


def _root(run: int, parents: list[int]) -> int:
    while parents[run] != run:
        parents[run] = parents[parents[run]]
        run = parents[run]
    return run
