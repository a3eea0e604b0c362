"""How a sketched curve and the real one differ, in the figures that a sentence needs.

Kim, Reinecke and Hullman (CHI 2017, "Explaining the Gap: Visualizing One's Predictions Improves
Recall and Comprehension of Data"): what was predicted is remembered better where the difference to
what came out is shown and put in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mnist_core.experiments.curves import Points

# Shares of the chart's height, and of its width, below which two lines are at the same place.
CLOSE_HEIGHT = 0.08
CLOSE_WIDTH = 0.12
_SAMPLES = 101

# Of the sketch, against what came out.  ``still``: that the one changes and the other does not.
Height: TypeAlias = Literal["higher", "lower", "close"]
Time: TypeAlias = Literal["earlier", "later", "close", "still_sketched", "still_measured"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A sketched line against the measured one.

    Attributes:
        start_sketched, start_measured, end_sketched, end_measured: the lines' y.
        half_sketched, half_measured: the x at which a line has first made half of its way from
            start to end; None where it hardly changes at all.
        start, end: whether the sketch begins, or ends, higher or lower than what came out.
        half: whether it makes its way earlier or later.
        mean: how far the two are apart, on the average over all x, in units of y.
    """

    start_sketched: float
    start_measured: float
    half_sketched: float | None
    half_measured: float | None
    end_sketched: float
    end_measured: float
    start: Height
    half: Time
    end: Height
    mean: float

    @property
    def hit(self) -> bool:
        """Whether the sketch is right in all three."""
        return self.start == self.half == self.end == "close"


@dataclass(frozen=True, slots=True)
class SketchGap:
    """All sketched lines against the measured ones.

    Attributes:
        gaps: one for each line.
        higher_sketched, higher_measured: which of two lines ends higher (0 or 1); None where both
            end at the same height, and where there is one line.
    """

    gaps: tuple[Gap, ...]
    higher_sketched: int | None
    higher_measured: int | None

    @property
    def hit(self) -> bool:
        """Whether all lines are right, and their order."""
        return all(gap.hit for gap in self.gaps) and self.higher_sketched == self.higher_measured


def compare(
    sketched: Sequence[Points], measured: Sequence[Points], height: float, width: float
) -> SketchGap:
    """The gap between the sketched lines and the measured ones.

    Args:
        sketched, measured: in the same order, none empty.
        height, width: of the chart, in units of y and of x.
    """
    pairs = zip(sketched, measured, strict=True)
    return SketchGap(
        tuple(_gap(one, other, height, width) for one, other in pairs),
        _higher(sketched, height),
        _higher(measured, height),
    )


def _gap(sketched: Points, measured: Points, height: float, width: float) -> Gap:
    half_sketched, half_measured = _half(sketched, height), _half(measured, height)
    start_sketched, start_measured = sketched[0][1], measured[0][1]
    end_sketched, end_measured = sketched[-1][1], measured[-1][1]
    xs = np.linspace(measured[0][0], measured[-1][0], _SAMPLES)
    apart = _at(sketched, xs) - _at(measured, xs)
    return Gap(
        start_sketched,
        start_measured,
        half_sketched,
        half_measured,
        end_sketched,
        end_measured,
        _height(start_sketched, start_measured, height),
        _time(half_sketched, half_measured, width),
        _height(end_sketched, end_measured, height),
        float(np.abs(apart).mean()),
    )


def _at(points: Points, xs: NDArray[np.float64]) -> NDArray[np.float64]:
    """The line's y at each x, straight between its points."""
    return np.interp(xs, [x for x, _ in points], [y for _, y in points])


def _half(points: Points, height: float) -> float | None:
    """The x at which the line first crosses the middle between its start and its end."""
    way = points[-1][1] - points[0][1]
    if abs(way) < CLOSE_HEIGHT * height:
        return None
    xs = np.linspace(points[0][0], points[-1][0], 20 * _SAMPLES)
    done = (_at(points, xs) - points[0][1]) / way
    return float(xs[int(np.argmax(done >= 0.5))])


def _height(sketched: float, measured: float, height: float) -> Height:
    if abs(sketched - measured) <= CLOSE_HEIGHT * height:
        return "close"
    return "higher" if sketched > measured else "lower"


def _time(sketched: float | None, measured: float | None, width: float) -> Time:
    if sketched is None or measured is None:
        if sketched is measured:
            return "close"
        return "still_sketched" if sketched is None else "still_measured"
    if abs(sketched - measured) <= CLOSE_WIDTH * width:
        return "close"
    return "earlier" if sketched < measured else "later"


def _higher(lines: Sequence[Points], height: float) -> int | None:
    if len(lines) != 2:
        return None
    first, second = lines[0][-1][1], lines[1][-1][1]
    if abs(first - second) <= CLOSE_HEIGHT * height:
        return None
    return 0 if first > second else 1
