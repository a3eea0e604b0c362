"""One image under the lens: its 784 numbers, raw, scaled, and as the network gets them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from mnist_core.config import MEAN, STD
from ui.components import digit_png, image_number, number_table, say_nearest
from ui.data import keys
from ui.data.gallery import image_name, split_of
from ui.session import put, seed, widget
from ui.shell import Lab
from ui.text import N_, _, text, with_minus

FORMS = {
    "raw": N_("Raw: 0 to 255"),
    "scaled": N_("Scaled: 0 to 1"),
    "normalised": N_("Normalised"),
}


def raw(level: int) -> str:
    return str(level)


def scaled(level: int) -> str:
    """As `ToTensor` makes it; a plain 0 where nothing is drawn."""
    return f"{level / 255:.2f}" if level else "0"


def normalised(level: int) -> str:
    """As `Normalize` makes it, with a true minus sign."""
    return with_minus(f"{(level / 255 - MEAN) / STD:.2f}")


NUMBERS: dict[str, Callable[[int], str]] = {
    "raw": raw,
    "scaled": scaled,
    "normalised": normalised,
}


def lens(lab: Lab, split: str) -> None:
    """The picked image beside what is known of it, and its numbers below."""
    images = split_of(lab.mnist, split)
    seed(keys.LENS_INDEX, 0)
    if widget(keys.LENS_INDEX, 0) >= len(images):  # picked in the larger training set
        put(keys.LENS_INDEX, 0)
    small, facts = st.columns([1, 4], vertical_alignment="center", gap="medium")
    with facts:
        row = st.container(horizontal=True, vertical_alignment="top")
        last = len(images) - 1
        index = image_number(row, _("Image number"), split, last, key=keys.LENS_INDEX, width=180)
        seed(keys.LENS_FORM, "raw")
        chosen = row.segmented_control(
            _("Its numbers"),
            list(FORMS),
            format_func=lambda name: _(FORMS[name]),
            required=True,
            key=keys.LENS_FORM,
            persist_state="session",
        )
        say_nearest(split, last, index)
    form = str(chosen)
    picture, label = images.images[index].numpy(), int(images.labels[index])
    name = image_name(split, index)
    with small:
        st.image(
            digit_png(picture, scale=6),
            width=168,
            alt=_("Digit {digit}, {image}").format(digit=label, image=name),
        )
    facts.markdown(_sentence(picture, label, name, form))
    st.html(
        number_table(
            picture,
            NUMBERS[form],
            caption=_("The 28 × 28 numbers of {image}, labelled {digit}").format(
                image=name, digit=label
            ),
            scrolls=_("The table goes on to the right: scroll it sideways."),
        )
    )


def _sentence(picture: np.ndarray, label: int, name: str, form: str) -> str:
    """The image in words, in the form that is shown."""
    inked = picture[picture > 0]
    return text(
        "data",
        f"lens_{form}",
        image=name,
        label=label,
        ink=f"{len(inked):,}",
        share=f"{len(inked) / picture.size:.0%}",
        brightest=NUMBERS[form](int(picture.max())),
        paper=NUMBERS[form](0),
    )
