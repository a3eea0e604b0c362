"""The Program page's parts: the program with what is said of each line, and the losses."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from mnist_core.config import TrainingConfig
from mnist_core.export import Uses, program, runs_without, uses_of_names
from mnist_core.tracking import EpochMetrics
from ui.components import Answer, AnswerButton, ExplainedLine, explained_code
from ui.program import keys, measuring
from ui.program.source import Source
from ui.program.values import all_values, here, layer_code
from ui.shell import Lab
from ui.text import Line, Listing, _, commented, has_section, listed, listing, significant, text


def show_program(lab: Lab, source: Source) -> None:
    """Every line says what it does, what it did here, and what happens without it."""
    shown = listing(source.config, *commented(program(source.config)))
    rows = shown.rows
    words = [row for row, _line in rows]
    uses, values = uses_of_names("\n".join(words)), all_values(source)
    lines = []
    for number, (row, line) in enumerate(rows, start=1):
        answers: tuple[Answer, ...] = ()
        if line is not None and line.code.lstrip().startswith("#"):
            answers = _of_comment(shown.purpose(line))
        elif line is not None:
            answers = (
                Answer(shown.purpose(line), _("What it does")),
                Answer(here(source, values, line), _("What it did here")),
                _measured(lab, source, line, _without(shown, line) or _stops(number, words, uses)),
            )
        lines.append(ExplainedLine(row, answers))
    explained_code(lines, keys.PROGRAM, on_ask=partial(measuring.begin, lab, source))


def _of_comment(purpose: str) -> tuple[Answer, ...]:
    """A line that is nothing but a comment explains the next."""
    return (
        Answer(purpose, _("What it does")),
        Answer(text("program", "comment_here"), _("What it did here")),
        Answer(text("program", "comment_without"), _("Without it")),
    )


def _without(shown: Listing, line: Line) -> str:
    """What happens without the line, in this program or in every; empty where that is not said."""
    own = f"without_{line.key}"
    if has_section("program", own):
        return text("program", own, layer=layer_code(line))
    return shown.without(line)


def _measured(lab: Lab, source: Source, line: Line, words: str) -> Answer:
    """What happens without the line, with what was measured, or the button that measures it."""
    button = None
    if measuring.can_measure(source, line.key):
        job = measuring.find(lab, source, line.key)
        measured = measuring.result(source, line.key, job)
        if measured:
            words = f"{words}\n\n{measured}"
        elif not measuring.busy(lab, source):
            button = AnswerButton(_("Measure it"), line.key)
    return Answer(words, _("Without it"), button)


def _stops(number: int, source: list[str], uses: Mapping[int, Uses]) -> str:
    """Why the program does not run without the line, where nothing better can be said."""
    if not runs_without(source, number):
        return text("program", "not_python")
    use = uses.get(number)
    if use is None:
        return text("program", "nothing_missing")
    places = listed(str(each) for each in use.lines)
    return text("program", "name_missing", missing=use.name, first=use.first, lines=places)


def losses(source: Source) -> None:
    """Why the figures of the loss differ, with those of the learner's own run."""
    run = source.run
    if run is None:
        st.markdown(text("program", "losses"))
        return
    values, last = all_values(source), run.history.epochs[-1]
    step = last.epoch * run.steps_per_epoch - 1
    st.markdown(
        text(
            "program",
            f"losses_{run.history.held_out_name}",
            **values,
            smoothed=significant(float(run.history.smoothed_losses()[step]), 4),
            epoch_loss=significant(last.train_loss, 4),
            held_out_loss=significant(last.held_out_loss, 4),
            why=text("program", _why(source.config, last)),
        )
    )


def _why(config: TrainingConfig, epoch: EpochMetrics) -> str:
    """Which section says why the loss on new images is lower or higher than while training."""
    if epoch.held_out_loss >= epoch.train_loss:
        return "held_out_higher_sorted" if config.order == "sorted" else "held_out_higher"
    if config.handwriting or config.label_noise:
        return "held_out_lower_harder"
    dropout = config.dropout and config.hidden_sizes
    return "held_out_lower_dropout" if dropout else "held_out_lower"
