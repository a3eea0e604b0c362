"""The learner's prediction: a choice, a number, or a sketched curve; and what they committed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from mnist_core.experiments import (
    Choice,
    Experiment,
    Line,
    Number,
    Points,
    Sketch,
    horizontal,
)
from ui.attempts import experiment_text, fits
from ui.components import Heights, SketchAxes, Tick, sketch
from ui.experiments import keys
from ui.experiments.labels import quantity_title, x_title
from ui.experiments.state import get_experiments_state
from ui.text import _, percent

HANDLES = 13
SHARES = ("accuracy", "points")


def predict(experiment: Experiment) -> object | None:
    """The controls; what is predicted so far, None where that is not enough."""
    question = experiment.question
    if isinstance(question, Choice):
        return _choice(experiment, question)
    if isinstance(question, Number):
        return _number(experiment, question)
    return _sketch(experiment, question)


def _choice(experiment: Experiment, question: Choice) -> str | None:
    labels = {
        option: experiment_text(experiment, f"option_{option}") for option in question.options
    }
    return st.radio(
        _("Your prediction"),
        question.options,
        index=None,
        format_func=labels.__getitem__,
        key=keys.prediction(experiment.key),
        persist_state="session",
    )


def _number(experiment: Experiment, question: Number) -> float:
    factor = 100.0 if question.unit in SHARES else 1.0
    unit = {"accuracy": _(" (%)"), "points": _(" (percentage points)")}.get(question.unit, "")
    shown = st.slider(
        _("Your prediction") + unit,
        question.minimum * factor,
        question.maximum * factor,
        value=(question.minimum + question.maximum) / 2 * factor,
        step=question.step * factor,
        format="%g%%" if question.unit == "accuracy" else "%g",
        key=keys.prediction(experiment.key),
        persist_state="session",
    )
    return min(max(shown / factor, question.minimum), question.maximum)


def _sketch(experiment: Experiment, question: Sketch) -> tuple[Points, ...] | None:
    axes = axes_of(experiment, question)
    state = get_experiments_state()
    empty: Heights = [[None] * len(axes.xs) for _line in question.lines]
    heights = state.sketches.get(experiment.key, empty)

    def keep(reported: object) -> None:
        state.sketches[experiment.key] = checked(reported, question, len(axes.xs)) or empty

    sketch(
        experiment.key,
        axes,
        line_names(experiment, question),
        heights,
        keys.SKETCH,
        on_change=keep,
    )
    return points_of(heights, axes)


def axes_of(experiment: Experiment, question: Sketch) -> SketchAxes:
    """The empty chart that belongs to the question."""
    line = question.lines[0]
    first, last = horizontal(experiment.plans[line.plan], line.quantity)
    count = min(HANDLES, last - first + 1)
    xs = [first + (last - first) * index / (count - 1) for index in range(count)]
    share = is_share(line)
    span = question.highest - question.lowest
    heights = [question.lowest + span * part / 4 for part in range(5)]
    return SketchAxes(
        xs=xs,
        x_title=x_title(line.quantity),
        x_ticks=[Tick(x, f"{x:,.0f}") for x in xs[:: max((count - 1) // 4, 1)]],
        lowest=question.lowest,
        highest=question.highest,
        y_title=quantity_title(*(each.quantity for each in question.lines)),
        y_ticks=[Tick(y, percent(y, 0) if share else f"{y:.3g}") for y in heights],
        share=share,
    )


def is_share(line: Line) -> bool:
    """Whether the line's y is a share of images, and no loss."""
    return line.quantity.endswith("_accuracy")


def line_names(experiment: Experiment, question: Sketch) -> list[str]:
    """What each line is called; of one line nothing, for there is nothing to tell it from."""
    if len(question.lines) == 1:
        return [""]
    count = len(question.lines)
    return [experiment_text(experiment, f"line_{number}") for number in range(1, count + 1)]


def checked(reported: object, question: Sketch, count: int) -> Heights | None:
    """What a browser has reported as a sketch; None where it cannot be one."""
    if not isinstance(reported, list) or len(reported) != len(question.lines):
        return None
    lines: Heights = []
    for line in reported:
        if not isinstance(line, list) or len(line) != count:
            return None
        if not all(each is None or _is_height(each, question) for each in line):
            return None
        lines.append([None if each is None else float(each) for each in line])
    return lines


def _is_height(value: Any, question: Sketch) -> bool:
    """A number on the axis, but for rounding."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return bool(question.lowest - 1e-6 <= value <= question.highest + 1e-6)


def points_of(heights: Heights, axes: SketchAxes) -> tuple[Points, ...] | None:
    """A complete sketch as curves; None while something is missing."""
    lines = []
    for line in heights:
        points = [(float(x), y) for x, y in zip(axes.xs, line, strict=True) if y is not None]
        if len(points) < len(axes.xs):
            return None
        lines.append(tuple(points))
    return tuple(lines)


def sketched_curves(experiment: Experiment, prediction: Any) -> Mapping[int, Points]:
    """The committed sketch, by the number of its line; empty for other questions."""
    if not isinstance(experiment.question, Sketch) or not fits(experiment, prediction):
        return {}
    return dict(enumerate(experiment.question.check(prediction)))
