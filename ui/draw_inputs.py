"""The ways a picture comes to the model: drawn, from a file, or out of the test set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import streamlit as st

from mnist_core.drawing import DrawingOptions, PreparedDrawing, prepare, prepare_ink
from ui import canvas
from ui.i18n import N_, gettext, text
from ui.lab import open_lab
from ui.pictures import digit_png
from ui.state import put, widget

_ = gettext

WAYS = {
    "draw": (N_("Draw"), ":material/draw:"),
    "photo": (N_("A photo"), ":material/photo_camera:"),
    "sample": (N_("A test image"), ":material/grid_view:"),
}
MAX_MEGABYTES = 5


@dataclass(frozen=True)
class Input:
    """A picture on its way to the model: how to prepare it, and its label where one is known."""

    prepare: Callable[[DrawingOptions], PreparedDrawing]
    label: int | None = None


def choose_way() -> str:
    """Draw, photograph, or take a test image; all but drawing itself by keyboard too."""
    way: str = st.segmented_control(
        _("Where the digit comes from"),
        list(WAYS),
        default="draw",
        format_func=lambda key: f"{WAYS[key][1]} {gettext(WAYS[key][0])}",
        key="draw_way",
        required=True,
        persist_state="session",
    )
    return way


def take(way: str) -> Input | None:
    """The picture that came this way, or None while there is none."""
    return {"draw": _drawn, "photo": _photographed, "sample": _sampled}[way]()


def _drawn() -> Input | None:
    brush = widget("brush", canvas.BRUSH)
    st.markdown("**" + _("Draw here") + "**")
    rgba = canvas.draw(brush)
    st.slider(
        _("Pen width"),
        canvas.THINNEST,
        canvas.THICKEST,
        canvas.BRUSH,
        step=5,
        key="brush",
        format="%d px",
        persist_state="session",
    )
    if rgba is None:
        return None
    return Input(lambda options: prepare(rgba, options=options))


def _photographed() -> Input | None:
    from mnist_core.picture_file import read_picture

    file = st.file_uploader(
        _("A picture of one digit (PNG, JPEG or WebP, up to {size} MB)").format(size=MAX_MEGABYTES),
        type=["png", "jpg", "jpeg", "webp"],
        key="photo",
    )
    if file is None:
        st.caption(text("draw", "photo"))
        return None
    ink = read_picture(file.getvalue())
    st.image(ink, width=canvas.SIZE, alt=_("The ink that was found in your picture."))
    return Input(lambda options: prepare_ink(ink, options=options))


def _sampled() -> Input | None:
    test = open_lab().mnist.test
    index = int(
        st.number_input(
            _("Number of the test image"),
            0,
            len(test) - 1,
            0,
            step=1,
            key="sample",
            persist_state="session",
        )
    )
    st.button(
        _("Another one"),
        icon=":material/casino:",
        on_click=lambda: put("sample", int(np.random.default_rng().integers(len(test)))),
    )
    picture = test.images[index].numpy()
    label = int(test.labels[index])
    st.image(
        digit_png(picture, scale=10),
        width=canvas.SIZE,
        alt=_("Test image {index}, a {label}.").format(index=index, label=label),
    )
    st.caption(_("Its label is {label}.").format(label=label))
    return Input(lambda options: prepare_ink(picture, options=options), label)
