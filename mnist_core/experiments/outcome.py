"""What an experiment has given, small enough to be kept and plain enough for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mnist_core.experiments.curves import (
    MAX_POINTS,
    QUANTITIES,
    Points,
    Quantity,
    curve_of,
    horizontal,
)
from mnist_core.experiments.experiment import Experiment, Results, Verdict
from mnist_core.experiments.prediction import Number, Sketch
from mnist_core.experiments.sketch import SketchGap, compare

# Of all plans' training losses together: of five 40 each, of twenty 10.
_LOSS_POINTS = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict, and the curves that it rests on.

    Attributes:
        curves: by plan and by what they show; see :func:`~.curves.curve_of`.
    """

    verdict: Verdict
    curves: Mapping[str, Mapping[Quantity, Points]]

    def to_dict(self) -> dict[str, Any]:
        """The outcome as JSON can hold it, some kilobytes."""
        verdict = self.verdict
        return {
            "outcome": verdict.outcome,
            "held": verdict.held,
            "figures": dict(verdict.figures),
            "curves": {
                plan: {
                    quantity: [list(point) for point in points] for quantity, points in of.items()
                }
                for plan, of in self.curves.items()
            },
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Outcome:
        """Undo :meth:`to_dict`.

        Raises:
            Exception: of any kind, where the values are not what it wrote.
        """
        return cls(
            Verdict(values["outcome"], values["held"], values["figures"]),
            {
                plan: {quantity: tuple((x, y) for x, y in of[quantity]) for quantity in QUANTITIES}
                for plan, of in values["curves"].items()
            },
        )


def outcome_of(verdict: Verdict, results: Results) -> Outcome:
    """The verdict with all plans' curves."""
    most = max(min(MAX_POINTS, _LOSS_POINTS // len(results)), 2)
    return Outcome(
        verdict,
        {
            plan: {quantity: curve_of(run.history, quantity, most) for quantity in QUANTITIES}
            for plan, run in results.items()
        },
    )


@dataclass(frozen=True, slots=True)
class Judgement:
    """A prediction against what came out.

    Attributes:
        hit: whether it was right, or near enough.
        off: by how much a number was too large; None for other questions.
        sketch: how a sketch differs; None for other questions, and where a run has no curve.
    """

    hit: bool
    off: float | None = None
    sketch: SketchGap | None = None


def judge(experiment: Experiment, prediction: object, outcome: Outcome) -> Judgement:
    """How right a committed prediction was.

    Raises:
        PredictionError: it does not fit the question.
    """
    question = experiment.question
    if isinstance(question, Sketch):
        sketched = question.check(prediction)
        measured = [outcome.curves[line.plan][line.quantity] for line in question.lines]
        if not all(measured):
            return Judgement(False)
        first, last = horizontal(
            experiment.plans[question.lines[0].plan], question.lines[0].quantity
        )
        gap = compare(sketched, measured, question.highest - question.lowest, last - first)
        return Judgement(gap.hit, sketch=gap)
    if isinstance(question, Number):
        off = question.check(prediction) - float(outcome.verdict.outcome or 0.0)
        return Judgement(abs(off) <= question.near, off=off)
    return Judgement(question.check(prediction) == outcome.verdict.outcome)
