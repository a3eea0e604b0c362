"""A prediction and what came out, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mnist_core.experiments import (
    Choice,
    Experiment,
    Number,
    Outcome,
    PredictionError,
    Sketch,
    judge,
)
from ui.text import _, figure, figures, text


def experiment_text(
    experiment: Experiment, section: str, measured: Mapping[str, float] | None = None
) -> str:
    """A section of the experiment's own texts, with its facts and what was measured filled in."""
    values = figures({**experiment.facts, **(measured or {})})
    return text(f"experiments/{experiment.key}", section, **values)


def fits(experiment: Experiment, prediction: Any) -> bool:
    """Whether it answers the question, which may have been another one when it was committed."""
    try:
        experiment.question.check(prediction)
    except PredictionError:
        return False
    return True


def committed_words(experiment: Experiment, prediction: Any) -> str:
    """What the learner has predicted, in words; empty for a sketch, which the chart shows."""
    question = experiment.question
    if not fits(experiment, prediction):
        return ""
    if isinstance(question, Choice):
        return experiment_text(experiment, f"option_{prediction}")
    if isinstance(question, Number):
        return number_words(question, float(prediction))
    return ""


def came_words(experiment: Experiment, outcome: Outcome) -> str:
    """What came out, of a choice or a number."""
    came = outcome.verdict.outcome
    if isinstance(experiment.question, Number):
        return number_words(experiment.question, float(came or 0.0))
    return experiment_text(experiment, f"option_{came}")


def number_words(question: Number, value: float) -> str:
    """A predicted or measured number, with its unit."""
    words = figure(f"predicted_{question.unit}", value)
    return (
        _("{number} percentage points").format(number=words) if question.unit == "points" else words
    )


def summary(experiment: Experiment, prediction: Any, outcome: Outcome) -> tuple[bool | None, str]:
    """Whether the prediction was right, and in a line what was said and what came out; None where
    it answered another question.
    """
    if not fits(experiment, prediction):
        return None, _("The question has changed since you predicted.")
    hit = judge(experiment, prediction, outcome).hit
    if isinstance(experiment.question, Sketch):
        near, far = _("Your sketch was right."), _("It went another way than your sketch.")
        return hit, near if hit else far
    said, came = committed_words(experiment, prediction), came_words(experiment, outcome)
    if said == came:
        return hit, _("So you said, and so it came out: {came}").format(came=came)
    return hit, _("You said: {said}  \nIt came out: {came}").format(said=said, came=came)
