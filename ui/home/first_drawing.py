"""The first thing on Home: paper to draw on, and a small network that reads it at once.

The network is the one that the repository ships.  The paper is Draw's: what is drawn here waits
there for the learner's own network.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from mnist_core.config import TrainingConfig
from mnist_core.drawing import DrawingOptions
from mnist_core.errors import DrawingError
from mnist_core.shipped import figures, read
from ui.components import GridPicture, digit_grid, unpick
from ui.drawing import (
    DrawingState,
    canvas,
    drawn,
    lay_out,
    restored_drawing,
    show_seen,
    show_verdict,
)
from ui.home import keys
from ui.session import page_state
from ui.shell import fragment, loader, open_lab, rerun_if_unseen
from ui.text import _, explain, percent, text

EXAMPLES = (0, 1, 2, 3, 4, 8)  # test images: five clear ones, and a 5 that hardly looks like one
CELL, GRID = 40, 78  # CSS pixels: a picture's width, and the row's height


@dataclass
class FirstDrawingState:
    """`example`: the test image that is read instead, until the drawing is no longer `before`."""

    example: int | None = None
    before: DrawingState | None = None


def show() -> None:
    """The paper, the answer, and what kind of network that is."""
    st.markdown(text("home", "first"))
    fragment(_paper)()
    known = figures()
    st.caption(
        text(
            "home",
            "shipped",
            test_accuracy=percent(known.test_accuracy),
            pen_accuracy=percent(known.pen_accuracy, 0),
            parameters=f"{TrainingConfig.from_dict(known.config).parameters:,}",
            kilobytes=known.kilobytes,
        )
    )


def _paper() -> None:
    restored_drawing.recover()
    containers = lay_out()
    with containers.paper:
        drawing = canvas.draw(canvas.BRUSH, containers.buttons)
    restored_drawing.remember()
    rerun_if_unseen()
    example = _example(drawing)
    with containers.question:
        _examples(drawing)
    with containers.answer:
        _answer(drawing, example)


def _example(drawing: DrawingState | None) -> int | None:
    """The test image that was chosen, if nothing has been drawn since."""
    state = page_state(FirstDrawingState)
    if state.example is not None and state.before is not drawing:
        state.example = None
        unpick(keys.EXAMPLES)
    return state.example


def _examples(drawing: DrawingState | None) -> None:
    """The other way in, also for those who do not draw."""
    st.caption(_("Or let it read one of the test images:"))
    if not loader().ready:
        st.skeleton(height=GRID)
        return
    test = open_lab().mnist.test

    def choose(index: int) -> None:
        state = page_state(FirstDrawingState)
        state.example, state.before = index, drawing

    digit_grid(
        [
            GridPicture(
                index=index,
                picture=test.images[index].numpy(),
                alt=_("Test image {index}, a {label}.").format(
                    index=index, label=int(test.labels[index])
                ),
            )
            for index in EXAMPLES
        ],
        key=keys.EXAMPLES,
        label=_("Test images"),
        cell=CELL,
        columns=len(EXAMPLES),
        on_pick=choose,
    )


def _answer(drawing: DrawingState | None, example: int | None) -> None:
    """What the network reads, or a sentence why there is nothing to read."""
    try:
        if example is not None:
            picture = open_lab().mnist.test.images[example].numpy()
        elif drawing is not None:
            picture = drawn(drawing).prepare(DrawingOptions()).picture
        else:
            st.info(text("draw", "empty"), icon=":material/draw:")
            return
    except DrawingError as error:
        st.warning(explain(error), icon=":material/help:")
        return
    open_lab()  # PyTorch may still be on its way
    prediction = read(picture)
    with st.container(horizontal=True, wrap=False):  # side by side on a phone too
        with st.container(gap="xsmall"):
            way = "draw" if example is None else "sample"
            show_verdict(prediction, way, _("The small network reads"))
        show_seen(picture)
