"""What a learner is asked to predict, and what they answered: checked, since strangers send it.

An answer is plain JSON: the option's name, a number, or for a sketch a list of points for each
line.  ``check`` of the question gives it back as this program keeps it, or refuses it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, TypeAlias

from mnist_core.errors import LabError
from mnist_core.experiments.curves import Points, Quantity

# What a number is: a share from 0 to 1, a difference of two shares, or a whole number.
Unit: TypeAlias = Literal["accuracy", "points", "count"]
# A name, a number, or the points of each line.
Answer: TypeAlias = "str | float | tuple[Points, ...]"

SKETCH_POINTS = 64


class PredictionError(LabError, ValueError):
    """An answer that the question does not have."""


def _refused() -> PredictionError:
    return PredictionError("This prediction does not fit the question. Predict again.")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several outcomes.

    Attributes:
        options: their names, at least two; the texts have a section ``option_<name>`` for each.
    """

    options: tuple[str, ...]

    def check(self, answer: object) -> str:
        """The option of that name.

        Raises:
            PredictionError: there is none.
        """
        if not isinstance(answer, str) or answer not in self.options:
            raise _refused()
        return answer


@dataclass(frozen=True, slots=True)
class Number:
    """A number, set with a slider.

    Attributes:
        minimum, maximum, step: the slider's, in the number's own unit (0.5 is 50 %).
        near: a guess no farther off than this counts as right.
    """

    minimum: float
    maximum: float
    step: float
    unit: Unit
    near: float

    def check(self, answer: object) -> float:
        """The number.

        Raises:
            PredictionError: it is none, or beyond the slider's ends.
        """
        number = _number(answer)
        if not self.minimum <= number <= self.maximum:
            raise _refused()
        return number


@dataclass(frozen=True, slots=True)
class Line:
    """One curve to be sketched: which run's, and what of it."""

    plan: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Sketch:
    """One curve, or two in one chart, drawn before the run draws them.

    Attributes:
        lines: one or two; of two, all of the same x (steps or epochs).  The texts have a section
            ``line_1``, ``line_2`` with the name of each where there are two.
        lowest, highest: the ends of the chart's vertical axis.
    """

    lines: tuple[Line, ...]
    lowest: float
    highest: float

    def check(self, answer: object) -> tuple[Points, ...]:
        """The points of each line.

        Args:
            answer: for each line 2 to 64 points ``[x, y]``, x rising and at least 1; what lies
                above or below the axis is put on its end.

        Raises:
            PredictionError: they are something else.
        """
        if not isinstance(answer, list | tuple) or len(answer) != len(self.lines):
            raise _refused()
        return tuple(self._line(points) for points in answer)

    def _line(self, points: Any) -> Points:
        if not isinstance(points, list | tuple) or not 2 <= len(points) <= SKETCH_POINTS:
            raise _refused()
        found = tuple(self._point(point) for point in points)
        if found[0][0] < 1 or any(before >= x for (before, _), (x, _) in pairwise(found)):
            raise _refused()
        return found

    def _point(self, point: Any) -> tuple[float, float]:
        if not isinstance(point, list | tuple) or len(point) != 2:
            raise _refused()
        x, y = _number(point[0]), _number(point[1])
        return x, min(max(y, self.lowest), self.highest)


Question: TypeAlias = Choice | Number | Sketch


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _refused()
    try:
        number = float(value)
    except OverflowError:
        raise _refused() from None
    if not math.isfinite(number) or abs(number) > 1e9:
        raise _refused()
    return number
