"""The stages between the drawing and the picture that the model sees, each with its switch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from mnist_core.drawing import STAGES, DrawingOptions, PreparedDrawing
from mnist_core.errors import DrawingError
from ui.components import data_uri, digit_png
from ui.draw import keys
from ui.draw.reader import Reader
from ui.drawing import Input
from ui.session import put, widget
from ui.text import N_, _, listed, probability, text

NAMES = {
    "ink": N_("Ink, white on black"),
    "crop": N_("Cut to its box"),
    "stroke": N_("Pen as wide as MNIST's"),
    "scale": N_("Longest side 20 pixels"),
    "centre": N_("Centre of mass in the middle"),
}
SHOWN = 140  # CSS pixels


def chosen_options() -> DrawingOptions:
    """What the switches say; all on until the learner turns one off."""
    return DrawingOptions(**{stage: bool(widget(keys.stage(stage), True)) for stage in STAGES})


def switched_off() -> list[str]:
    """The stages that the learner has turned off, by number and name."""
    options = chosen_options()
    return [
        f"{number}. {_(NAMES[stage])}"
        for number, stage in enumerate(STAGES, start=1)
        if not getattr(options, stage)
    ]


def say_how_prepared() -> None:
    """Beneath the prepared picture: what was done, or which stages were left out and the way back.

    A stage stays off through new drawings and other pages, also where its switch is not in sight.
    """
    off = switched_off()
    if not off:
        st.caption(_("28 × 28 pixels, prepared as MNIST's own digits were."))
        return
    st.caption(
        _("28 × 28 pixels, **not** as MNIST's were. Off: {stages}").format(stages=listed(off))
    )
    st.button(
        _("All stages on"),
        icon=":material/restart_alt:",
        key=keys.ALL_STAGES,
        on_click=_switch_all_on,
    )


def _switch_all_on() -> None:
    for stage in STAGES:
        put(keys.stage(stage), True)


def show_stages(source: Input, prepared: PreparedDrawing, reader: Reader | None) -> None:
    """The stages side by side, and what the model would say without each."""
    st.subheader(_("How your digit becomes the model's picture"), anchor=False)
    st.markdown(text("draw", "stages"))
    options = chosen_options()
    grid = st.grid(len(STAGES), min_column_width=130)
    for number, stage in enumerate(prepared.stages, start=1):
        with grid.cell():
            name = _(NAMES[stage.name])
            st.image(
                data_uri(digit_png(_small(stage.picture), scale=1)),
                width=SHOWN,
                alt=_("Stage {number}: {name}").format(number=number, name=name),
            )
            if reader is not None:
                st.caption(_answer_without(source, options, stage.name, reader))
            row = st.container(horizontal=True, wrap=False, gap="xsmall")
            row.toggle(
                f"{number}. {name}",
                True,
                key=keys.stage(stage.name),
                label_visibility="collapsed",  # it would be cut off where it does not fit
                width="content",
                persist_state="session",
            )
            row.markdown(f"**{number}.** {name}")


def _answer_without(source: Input, options: DrawingOptions, stage: str, reader: Reader) -> str:
    """One stage's worth: the answer with it and without it."""
    words = []
    for present in (True, False):
        answer = _answer(source, replace(options, **{stage: present}), reader)
        words.append(
            _("with it: {answer}").format(answer=answer)
            if present
            else _("without: {answer}").format(answer=answer)
        )
    return "  \n".join(words)


def _answer(source: Input, options: DrawingOptions, reader: Reader) -> str:
    try:
        prediction = reader.read(source.prepare(options).picture)
    except DrawingError:
        return _("nothing to read")
    return f"**{prediction.digit}** ({probability(max(prediction.probabilities), 0)})"


def _small(picture: np.ndarray) -> np.ndarray:
    """Every stage in the same square, its pixels as large as fit."""
    side = max(picture.shape)
    square = np.zeros((side, side), dtype=np.uint8)
    top, left = (side - picture.shape[0]) // 2, (side - picture.shape[1]) // 2
    square[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    factor = max(2 * SHOWN // side, 1)
    return np.kron(square, np.ones((factor, factor), dtype=np.uint8))
