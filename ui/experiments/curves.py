"""The experiment's chart: what was sketched, and the runs' curves as far as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from mnist_core.experiments import Experiment, Line, Points, Quantity, Sketch, horizontal
from ui.charts import LATER_NAME, TOLD_APART, loss_ceiling, prediction_chart, specification
from ui.experiments import keys
from ui.experiments.labels import plan_names, quantity_title, x_title
from ui.experiments.predictions import is_share, line_names, sketched_curves
from ui.text import _, loss_number, percent

# By plan, what is known of its curves so far.
Measured = Mapping[str, Mapping[Quantity, Points]]


@dataclass(frozen=True)
class Shown:
    """What is drawn of the runs.

    Attributes:
        lines: whose curves, and of what; they share their axes.
        names: of each line.
        lowest, highest: the ends of the y-axis.
    """

    lines: tuple[Line, ...]
    names: tuple[str, ...]
    lowest: float
    highest: float

    @property
    def share(self) -> bool:
        return is_share(self.lines[0])


def shown(experiment: Experiment, measured: Measured) -> Shown:
    """The lines that were sketched, and beside them the same of the other runs; where nothing is
    sketched, the training loss of every run.
    """
    question, plans = experiment.question, plan_names(experiment.plans)
    if not isinstance(question, Sketch):
        lines = tuple(Line(plan, "train_loss") for plan in plans)
        losses = [y for line in lines for _x, y in _points(measured, line)]
        ceiling = loss_ceiling(np.array(losses, dtype=float))
        return Shown(lines, tuple(plans.values()), 0.0, ceiling)
    sketched, quantity = question.lines, question.lines[0].quantity
    names = line_names(experiment, question) if len(sketched) > 1 else [plans[sketched[0].plan]]
    others = [plan for plan in plans if plan not in {line.plan for line in sketched}]
    return Shown(
        (*sketched, *(Line(plan, quantity) for plan in others)),
        (*names, *(plans[plan] for plan in others)),
        question.lowest,
        question.highest,
    )


def _points(measured: Measured, line: Line) -> Points:
    return measured.get(line.plan, {}).get(line.quantity, ())


def show(experiment: Experiment, prediction: Any, measured: Measured) -> None:
    """The chart, with its words for those who do not see it."""
    what = shown(experiment, measured)
    kinds = (_("measured"), _("your sketch"))
    sketched = sketched_curves(experiment, prediction)
    rows = [
        (x, y, what.names[at], kind)
        for at, line in enumerate(what.lines)
        for kind, points in zip(kinds, (_points(measured, line), sketched.get(at, ())), strict=True)
        for x, y in points
    ]
    several = 1 < len(what.lines) <= TOLD_APART
    quantity = what.lines[0].quantity
    spec = chart_spec(
        xs=_ends(experiment, what),
        ys=(what.lowest, what.highest),
        share=what.share,
        lines=what.names if several or len(what.lines) == 1 else (),
        kinds=kinds if sketched else kinds[:1],
        x=x_title(quantity),
        y=quantity_title(*(line.quantity for line in what.lines)),
    )
    frame = pd.DataFrame(rows, columns=["x", "y", "line", "kind"])
    st.vega_lite_chart(
        {**spec, "datasets": {LATER_NAME: frame}},
        key=keys.CHART,
        alt=_alt(what, measured, sketched),
    )


def _ends(experiment: Experiment, what: Shown) -> tuple[float, float]:
    ends = [horizontal(experiment.plans[line.plan], line.quantity) for line in what.lines]
    return min(first for first, _last in ends), max(last for _first, last in ends)


@st.cache_data(max_entries=64, show_spinner=False)
def chart_spec(**options: Any) -> dict[str, Any]:
    """The chart without its data: it is shown again and again while it grows."""
    return specification(prediction_chart(**options))


def _alt(what: Shown, measured: Measured, sketched: Mapping[int, Points]) -> str:
    """Where each curve begins and ends."""
    value = percent if what.share else loss_number
    words = []
    for at, line in enumerate(what.lines):
        name = f"{quantity_title(line.quantity)} {what.names[at]}".strip()
        for sentence, points in (
            (_("{curve}: from {first} to {last}."), _points(measured, line)),
            (_("Your sketch of {curve}: from {first} to {last}."), sketched.get(at, ())),
        ):
            if points:
                first, last = value(points[0][1]), value(points[-1][1])
                words.append(sentence.format(curve=name, first=first, last=last))
    return " ".join(words) or _("No batch yet.")
