"""What came out, against what was predicted; why; and one thing to try next."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from mnist_core.experiments import (
    Experiment,
    Gap,
    Judgement,
    Line,
    Number,
    Outcome,
    Sketch,
    SketchGap,
    experiments,
    judge,
)
from ui.attempts import came_words, committed_words, experiment_text, fits
from ui.experiments import keys, state
from ui.experiments.predictions import is_share, line_names
from ui.settings import Experiment as Trial
from ui.settings import experiment_buttons
from ui.text import _, percent, significant, text


def say(experiment: Experiment, prediction: Any, outcome: Outcome) -> None:
    """Whether the prediction was right."""
    if not fits(experiment, prediction):
        st.info(_("The question has changed since you predicted."), icon=":material/history:")
        return
    judged = judge(experiment, prediction, outcome)
    box, icon = st.info, ":material/lightbulb:"
    if judged.hit:
        box, icon = st.success, ":material/check_circle:"
    box(words(experiment, prediction, outcome, judged), icon=icon)


def explain(experiment: Experiment, outcome: Outcome) -> None:
    """Why it came out so, or that it is not what textbooks say; and one thing to try next."""
    figures = outcome.verdict.figures
    section = "explanation" if outcome.verdict.held else "otherwise"
    st.markdown(experiment_text(experiment, section, figures))
    and_now = _("And now?")
    st.markdown(f"**{and_now}** " + experiment_text(experiment, "and_now", figures))
    _then(experiment)


def words(experiment: Experiment, prediction: Any, outcome: Outcome, judged: Judgement) -> str:
    """Whether the prediction was right, and what came out."""
    question = experiment.question
    if isinstance(question, Sketch):
        return _of_sketch(experiment, question, judged)
    said = committed_words(experiment, prediction)
    came = came_words(experiment, outcome)
    section = "right" if judged.hit else "not_right"
    if isinstance(question, Number):
        section += "_number"
    return text("experiments", section, said=said, came=came)


def _of_sketch(experiment: Experiment, question: Sketch, judged: Judgement) -> str:
    gap = judged.sketch
    if gap is None:
        return text("experiments", "no_curve")
    names = line_names(experiment, question)
    parts = [text("experiments", "sketch_right" if judged.hit else "sketch_not_right")]
    for name, line, each in zip(names, question.lines, gap.gaps, strict=True):
        sentences = _gap_words(each, line)
        named = _("**{line}**: {sentences}").format(line=name, sentences=sentences)
        parts.append(f"- {named}" if name else sentences)
    if len(names) == 2:
        parts.append(_order_words(gap, names))
    return "\n\n".join(parts)


def _gap_words(gap: Gap, line: Line) -> str:
    """Where the sketch begins, makes its way and ends, against what came out."""
    value = percent if is_share(line) else significant
    return " ".join(
        (
            text(
                "experiments",
                f"start_{gap.start}",
                measured=value(gap.start_measured),
                sketched=value(gap.start_sketched),
            ),
            text(
                "experiments",
                f"half_{gap.half}",
                measured=_place(gap.half_measured, line),
                sketched=_place(gap.half_sketched, line),
            ),
            text(
                "experiments",
                f"end_{gap.end}",
                measured=value(gap.end_measured),
                sketched=value(gap.end_sketched),
            ),
        )
    )


def _place(x: float | None, line: Line) -> str:
    """Where along the x-axis, in words."""
    if x is None:
        return ""
    words = _("step {number}") if line.quantity == "train_loss" else _("epoch {number}")
    return words.format(number=f"{x:,.0f}")


def _order_words(gap: SketchGap, names: list[str]) -> str:
    """Which of the two ends higher, in truth and in the sketch."""
    if gap.higher_measured is None:
        section = "order_level"
    else:
        section = "order_right" if gap.higher_sketched == gap.higher_measured else "order_wrong"
    higher = names[gap.higher_measured or 0]
    return text("experiments", section, higher=higher)


def _then(experiment: Experiment) -> None:
    """One variation, in one click."""
    then = experiment.then
    if isinstance(then, str):
        st.button(
            experiment_text(experiments()[then], "title"),
            icon=":material/science:",
            key=keys.THEN,
            on_click=partial(state.choose, then),
        )
    else:
        group = f"experiment_{experiment.key}"
        experiment_buttons(group, (Trial(_("Set this for a run of my own"), then),))
