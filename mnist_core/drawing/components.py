"""The separate pieces of ink in a picture."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from mnist_core.drawing.stroke_width import Mask

# A row, a first column, and the column after the last.
Run: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Component:
    """Ink that hangs together, sides and corners counted as touching.

    Attributes:
        top, left, bottom, right: its box in pixels, the ends excluded.
        area: its pixels.
        runs: its pixels again, row by row.
    """

    top: int
    left: int
    bottom: int
    right: int
    area: int
    runs: tuple[Run, ...]

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def touches_border(self, height: int, width: int) -> bool:
        """Whether it reaches the edge of its picture."""
        beside = self.left == 0 or self.right == width
        return beside or self.top == 0 or self.bottom == height


def components(mask: Mask) -> list[Component]:
    """The connected pieces of a bool (H, W), largest area first.

    Every row's runs of ink are joined with those above that they touch: union-find over runs, of
    which a digit has a few hundred.
    """
    runs = _runs(mask)
    parents = list(range(len(runs)))
    above = 0  # the first run that may touch the next one
    for number, (row, start, end) in enumerate(runs):
        while runs[above][0] < row - 1 or (runs[above][0] == row - 1 and runs[above][2] < start):
            above += 1
        other = above
        while runs[other][0] == row - 1 and runs[other][1] <= end:
            parents[_root(number, parents)] = _root(other, parents)
            other += 1
    grouped: dict[int, list[Run]] = defaultdict(list)
    for number, run in enumerate(runs):
        grouped[_root(number, parents)].append(run)
    return sorted((component_of(group) for group in grouped.values()), key=lambda each: -each.area)


def component_of(runs: list[Run]) -> Component:
    """One piece with all these runs."""
    rows, starts, ends = zip(*runs, strict=True)
    area = sum(ends) - sum(starts)
    return Component(min(rows), min(starts), max(rows) + 1, max(ends), area, tuple(runs))


def paint(some: list[Component], height: int, width: int) -> Mask:
    """The pieces' pixels, bool (height, width)."""
    mask = np.zeros((height, width), dtype=np.bool_)
    for piece in some:
        for row, start, end in piece.runs:
            mask[row, start:end] = True
    return mask


def _runs(mask: Mask) -> list[Run]:
    """The runs of True, row by row and from left to right."""
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    return list(zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True))


def _root(run: int, parents: list[int]) -> int:
    while parents[run] != run:
        parents[run] = parents[parents[run]]
        run = parents[run]
    return run
