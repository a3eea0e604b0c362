"""My own hand, the collection: the learner's digits, labelled by drawing what is asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from ui.gallery import GridPicture, digit_grid
from ui.i18n import gettext as _
from ui.i18n import text
from ui.lab import Lab
from ui.state import get_state

if TYPE_CHECKING:
    from mnist_core.drawing import PreparedDrawing
    from mnist_core.prediction import Prediction

SHOWN = 40


def own_digits(lab: Lab) -> tuple[np.ndarray, np.ndarray]:
    """The learner's digits: uint8 (N, 28, 28) and labels int64 (N,), the oldest first."""
    return lab.queue.keeper.digits(get_state().owner)


def asked_digit(labels: np.ndarray) -> int:
    """The digit to draw next: the one there is least of, the smallest first."""
    return int(np.bincount(labels, minlength=10).argmin())


def collect(
    lab: Lab,
    prepared: PreparedDrawing | None,
    prediction: Prediction | None,
    clear: Callable[[], None],
) -> None:
    """Ask for a digit, and keep the drawing under that label.

    A wrong label would be taught to the model and checked against, so where the model is sure of
    another digit the learner is asked once more.
    """
    pictures, labels = own_digits(lab)
    asked = asked_digit(labels)
    st.subheader(_("My own handwriting"), anchor=False)
    st.markdown(text("draw", "hand"))
    row = st.container(horizontal=True, vertical_alignment="center")
    row.markdown(_("Please draw a **{digit}** in the box above.").format(digit=asked))
    drawn = None if prepared is None else prepared.picture
    keep = partial(_keep, lab, drawn, clear)
    sure_of = prediction.digit if prediction is not None and prediction.sure else asked
    row.button(
        _("Keep it as my {digit}").format(digit=asked),
        icon=":material/add:",
        key="keep_digit",
        on_click=partial(keep, asked) if sure_of == asked else partial(_ask, drawn),
        disabled=drawn is None,
    )
    if sure_of != asked and drawn is not None and get_state().doubted == drawn.tobytes():
        _doubt(asked, sure_of, keep, clear)
    if len(labels):
        row.button(
            _("Forget them all"),
            icon=":material/delete_forever:",
            key="forget_digits",
            on_click=lab.queue.keeper.clear_digits,
            args=(get_state().owner,),
        )
        _show(pictures, labels)


def _keep(lab: Lab, drawn: np.ndarray | None, clear: Callable[[], None], label: int) -> None:
    if drawn is not None:
        lab.queue.keeper.add_digit(get_state().owner, label, drawn)
        clear()


def _ask(drawn: np.ndarray | None) -> None:
    """Ask what this drawing is, until it is another one."""
    get_state().doubted = None if drawn is None else drawn.tobytes()


def _doubt(asked: int, read: int, keep: Callable[[int], None], clear: Callable[[], None]) -> None:
    """Whose mistake is it, the hand's or the model's?  Only the learner knows."""
    st.warning(
        _("The model is sure that this is a **{read}**. Is it really a **{asked}**?").format(
            read=read, asked=asked
        ),
        icon=":material/help:",
    )
    row = st.container(horizontal=True)
    row.button(
        _("Yes, keep it as my {digit}").format(digit=asked),
        key="keep_asked",
        on_click=keep,
        args=(asked,),
    )
    row.button(
        _("No, keep it as my {digit}").format(digit=read),
        key="keep_read",
        on_click=keep,
        args=(read,),
    )
    row.button(_("Draw it again"), key="keep_none", on_click=clear)


def _show(pictures: np.ndarray, labels: np.ndarray) -> None:
    st.caption(_("Your digits: {count}").format(count=len(labels)))
    digit_grid(
        [
            GridPicture(
                index=index,
                picture=pictures[index],
                alt=_("Your {label}").format(label=labels[index]),
                caption=str(labels[index]),
            )
            for index in range(max(len(labels) - SHOWN, 0), len(labels))
        ],
        key="own_digits",
        label=_("Your digits"),
        cell=44,
        pickable=False,
    )
