"""Why the model says what it says: what the drawing resembles."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mnist_core.evaluation import NeighbourSearch, Prediction, average_images
from ui.components import GridPicture, data_uri, digit_grid, digit_png
from ui.draw import keys
from ui.drawing import Input
from ui.shell import Lab
from ui.text import _, percent, probability, text

NEAREST = 8
SHOWN, CAPTION = 140, 165  # CSS pixels
# Drawing and average in two colours that colour-blind eyes tell apart; both together are white.
DRAWING_COLOR, AVERAGE_COLOR = np.array([230, 130, 30]), np.array([25, 125, 225])


@st.cache_resource(show_spinner=False)
def search(_lab: Lab) -> NeighbourSearch:
    """The search among the training images, made once for all visitors."""
    return NeighbourSearch(_lab.mnist.train)


@st.cache_resource(show_spinner=False)
def averages(_lab: Lab) -> np.ndarray:
    """Each digit's average training image, uint8 (10, 28, 28)."""
    return average_images(_lab.mnist.train)


def show_nearest(lab: Lab, picture: np.ndarray, source: Input) -> None:
    """The training images that lie nearest to the picture that was made of `source`."""
    st.subheader(_("The training images most like it"), anchor=False)
    found = source.once(
        ("nearest", picture.tobytes()), lambda: search(lab).nearest(picture, NEAREST)
    )
    labels = lab.mnist.train.labels.numpy()[found.indices]
    images = lab.mnist.train.images.numpy()[found.indices]
    digit_grid(
        [
            GridPicture(
                index=int(index),
                picture=image,
                alt=_("A {label}, training image {index}").format(label=label, index=index),
                caption=str(label),
            )
            for index, image, label in zip(found.indices, images, labels, strict=True)
        ],
        key=keys.NEAREST,
        label=_("The training images most like it"),
        pickable=False,
    )


def show_confusion(lab: Lab, picture: np.ndarray, prediction: Prediction, source: Input) -> None:
    """What the learner meant against what the model read: both averages over the drawing."""
    if source.label == prediction.digit:  # a test image, read as it is labelled
        return
    meant = st.segmented_control(
        _("Is that wrong? Say what it should be:"),
        list(range(10)),
        default=source.label,
        key=keys.meant(source.subject),
    )
    if meant is None or meant == prediction.digit:
        return
    st.markdown(
        text(
            "draw",
            "confused",
            meant=meant,
            read=prediction.digit,
            meant_share=probability(prediction.probabilities[meant]),
            read_share=probability(max(prediction.probabilities)),
        )
    )
    row = st.container(horizontal=True, gap="large")
    for digit in (meant, prediction.digit):
        average = averages(lab)[digit]
        with row.container(width=CAPTION):
            st.image(
                data_uri(digit_png(overlay(picture, average), scale=5)),
                width=SHOWN,
                alt=_("The digit in orange over the average {digit} in blue.").format(digit=digit),
            )
            st.caption(
                _("over the average {digit}: {share} of the ink lies on it").format(
                    digit=digit, share=percent(overlap(picture, average), 0)
                )
            )


def overlay(drawing: np.ndarray, average: np.ndarray) -> np.ndarray:
    """Drawing and average in two colours, uint8 (28, 28, 3)."""
    colors: np.ndarray = (
        drawing[..., None] / 255 * DRAWING_COLOR + average[..., None] / 255 * AVERAGE_COLOR
    )
    return colors.clip(0, 255).astype(np.uint8)


def overlap(drawing: np.ndarray, average: np.ndarray) -> float:
    """How much of the drawing's ink lies where the average has ink, 0 to 1.

    The average counts as ink as far as it is bright, its brightest pixel fully.
    """
    ink = drawing.astype(np.float64)
    weights = average / max(int(average.max()), 1)
    return float((ink * weights).sum() / max(ink.sum(), 1.0))
