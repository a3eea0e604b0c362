"""What a network says of a picture: the digit as large as it matters, beside what it saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.components import data_uri, digit_png
from ui.text import _, probability

if TYPE_CHECKING:
    from mnist_core.evaluation import Prediction

PICTURE = 150  # CSS pixels


def show_verdict(prediction: Prediction, way: str, reads: str) -> None:
    """The answer, read out to those who hear the page.

    Args:
        way: how the picture came; one that is drawn can be drawn again, and all but a test image
            may be no digit.
        reads: who says it, such as "Your model reads".
    """
    share = probability(max(prediction.probabilities))
    if prediction.sure:
        _large(reads, str(prediction.digit))
        st.caption(_("Probability of this answer: {share}").format(share=share))
    else:
        _large(
            _("Not sure; its best guess is"),
            _("{first} or {second}").format(first=prediction.digit, second=prediction.runner_up),
        )
        words = (
            _("Only {share} for the first: draw it more clearly?")
            if way == "draw"
            else _("Only {share} for the first.")
        )
        st.caption(words.format(share=share))
    if way != "sample":
        st.caption(_("It must choose one of the ten digits, even for a picture of something else."))


def _large(words: str, answer: str) -> None:
    st.html(
        f'<div role="status">{words}<div class="digit-answer" style="font-size:4rem;'
        f'font-weight:700;line-height:1.15">{answer}</div></div>'
    )


def show_seen(picture: np.ndarray) -> DeltaGenerator:
    """The picture that the network sees, uint8 (28, 28); the container has room below it."""
    box = st.container(width=PICTURE, gap="xsmall")
    box.markdown(_("What the model sees"))
    box.image(
        data_uri(digit_png(picture, scale=8)),
        width=PICTURE,
        alt=_("The digit as 28 by 28 pixels, white on black, as the model sees it."),
    )
    return box
