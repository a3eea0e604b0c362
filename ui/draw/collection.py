"""My own hand, the collection: the learner's digits, labelled by drawing what is asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.components import GridPicture, digit_grid
from ui.draw import keys
from ui.draw.state import get_handwriting_state
from ui.session import get_state
from ui.shell import Lab
from ui.text import _, ngettext, text

if TYPE_CHECKING:
    from mnist_core.drawing import PreparedDrawing
    from mnist_core.evaluation import Prediction

SHOWN = 40


def own_digits(lab: Lab) -> tuple[np.ndarray, np.ndarray]:
    """The learner's digits: uint8 (N, 28, 28) and labels int64 (N,), the oldest first."""
    return lab.store.digits(get_state().owner)


def asked_digit(labels: np.ndarray) -> int:
    """The digit to draw next: the one there is least of, the smallest first."""
    return int(np.bincount(labels, minlength=10).argmin())


def keep_button(
    lab: Lab,
    buttons: DeltaGenerator,
    question: DeltaGenerator,
    prepared: PreparedDrawing | None,
    prediction: Prediction | None,
    clear: Callable[[], None],
) -> None:
    """Beside the canvas: keep the drawing as the digit that is asked for.

    A wrong label would be learned by the model and checked against, so where the model is sure of
    another digit the learner is asked once more.
    """
    asked = asked_digit(own_digits(lab)[1])
    drawn = None if prepared is None else prepared.picture
    keep = partial(_keep, lab, drawn, clear)
    sure_of = prediction.digit if prediction is not None and prediction.sure else asked
    buttons.button(
        _("Keep it as my {digit}").format(digit=asked),
        icon=":material/add:",
        key=keys.KEEP_DIGIT,
        on_click=partial(keep, asked) if sure_of == asked else partial(_ask, drawn),
        disabled=drawn is None,
        help=_("For *My own handwriting*, further down: draw a {digit}, and keep it.").format(
            digit=asked
        ),
    )
    doubted = get_handwriting_state().doubted
    if sure_of != asked and drawn is not None and doubted == drawn.tobytes():
        with question:
            _doubt(asked, sure_of, keep, clear)


def _keep(lab: Lab, drawn: np.ndarray | None, clear: Callable[[], None], label: int) -> None:
    if drawn is not None:
        lab.store.add_digit(get_state().owner, label, drawn)
        get_handwriting_state().forgotten = None
        clear()


def _ask(drawn: np.ndarray | None) -> None:
    """Ask what this drawing is, until it is another one."""
    get_handwriting_state().doubted = None if drawn is None else drawn.tobytes()


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
        key=keys.KEEP_ASKED,
        on_click=keep,
        args=(asked,),
    )
    row.button(
        _("No, keep it as my {digit}").format(digit=read),
        key=keys.KEEP_READ,
        on_click=keep,
        args=(read,),
    )
    row.button(_("Draw it again"), key=keys.KEEP_NONE, on_click=clear)


def collection(lab: Lab) -> None:
    """The digits that were kept; one that is bad can go alone, and what went can come back."""
    pictures, labels = own_digits(lab)
    st.subheader(_("My own handwriting"), anchor=False)
    st.markdown(text("draw", "hand"))
    st.markdown(
        _(
            "Please draw a **{digit}** in the box above, and press *Keep it as my {digit}* below "
            "it."
        ).format(digit=asked_digit(labels))
    )
    picked = _show(pictures, labels) if len(labels) else None
    row = st.container(horizontal=True)
    if picked is not None:
        row.button(
            _("Remove this {digit}").format(digit=labels[picked]),
            icon=":material/delete:",
            key=keys.REMOVE_DIGIT,
            on_click=_forget,
            args=(lab, [picked]),
        )
    if len(labels):
        row.button(
            _("Forget them all"),
            icon=":material/delete_forever:",
            key=keys.FORGET_DIGITS,
            on_click=_forget,
            args=(lab, range(len(labels))),
        )
    _way_back(lab, len(labels))


def _show(pictures: np.ndarray, labels: np.ndarray) -> int | None:
    st.caption(_("Your digits: {count}. Choose one to remove it.").format(count=len(labels)))
    return digit_grid(
        [
            GridPicture(
                index=index,
                picture=pictures[index],
                alt=_("Your {label}").format(label=labels[index]),
                caption=str(labels[index]),
            )
            for index in range(max(len(labels) - SHOWN, 0), len(labels))
        ],
        key=keys.own_digits(len(labels)),
        label=_("Your digits"),
        cell=44,
    )


def _way_back(lab: Lab, left: int) -> None:
    """What was forgotten last can come back until another digit is kept."""
    forgotten = get_handwriting_state().forgotten
    if forgotten is None:
        return
    gone = len(forgotten[1]) - left
    row = st.container(horizontal=True, vertical_alignment="center")
    words = ngettext("{count} digit was forgotten.", "{count} digits were forgotten.", gone)
    row.markdown(words.format(count=gone))
    row.button(
        _("Bring back"),
        icon=":material/undo:",
        key=keys.BRING_BACK,
        on_click=_bring_back,
        args=(lab,),
    )


def _forget(lab: Lab, indices: list[int] | range) -> None:
    pictures, labels = own_digits(lab)
    get_handwriting_state().forgotten = (pictures, labels)
    lab.store.replace_digits(
        get_state().owner, np.delete(pictures, indices, axis=0), np.delete(labels, indices)
    )


def _bring_back(lab: Lab) -> None:
    state = get_handwriting_state()
    if state.forgotten is not None:
        lab.store.replace_digits(get_state().owner, *state.forgotten)
        state.forgotten = None
