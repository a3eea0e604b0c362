"""What is looked at within the step: an image, a layer, one of its neurons, one of its weights."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mnist_core.config import IMAGE_SIDE
from mnist_core.inspection import StepReport
from ui.components import GridPicture, digit_grid
from ui.session import Key, put, seed, widget
from ui.step import keys
from ui.step.state import get_step_state
from ui.text import _, significant

SHOWN = 32  # of a batch's images, to pick from
CELL, COLUMNS = 40, 16


def image(report: StepReport) -> int:
    """The image of the batch that the learner has picked, from 0."""
    labels, losses = report.batch.labels.tolist(), report.losses.tolist()
    count = min(len(labels), SHOWN)
    picked = digit_grid(
        [
            GridPicture(
                index=index,
                picture=report.batch.pixels[index].numpy(),
                alt=_("Image {number} of the batch, a {label}; its loss is {loss}").format(
                    number=index + 1, label=labels[index], loss=significant(losses[index])
                ),
                caption=str(labels[index]),
            )
            for index in range(count)
        ],
        keys.IMAGES,
        label=_("The images of the batch; pick one to follow it"),
        cell=CELL,
        columns=COLUMNS,
        first=True,
    )
    say_how_many(count, len(labels))
    return picked or 0


def say_how_many(shown: int, count: int) -> None:
    """That not all images of a batch are shown, if so."""
    if count > shown:
        words = _("The first {shown} of the batch's {count:,} images.")
        st.caption(words.format(shown=shown, count=count))


def layer_name(report: StepReport, layer: int) -> str:
    """`Hidden 1`, …, `Output`."""
    if layer == len(report.layers) - 1:
        return _("Output")
    return _("Hidden {number}").format(number=layer + 1)


def layer(report: StepReport) -> int:
    """The layer that the learner has chosen, from 0."""
    layers = range(len(report.layers))
    seed(keys.LAYER, 0)
    if widget(keys.LAYER, 0) not in layers:
        put(keys.LAYER, 0)
    chosen = st.segmented_control(
        _("Layer"),
        layers,
        format_func={each: layer_name(report, each) for each in layers}.__getitem__,
        key=keys.LAYER,
        required=True,
        persist_state="session",
    )
    return int(chosen or 0)


def neuron(report: StepReport, layer: int) -> int:
    """One of the layer's neurons, from 0; at first the one that the loss depends on most."""
    gradients = report.layers[layer].sums_gradient.abs().mean(dim=0).nan_to_num()
    key, count = keys.neuron(layer), len(gradients)
    label = _("Neuron (1 to {count:,})").format(count=count)
    return _number(label, key, count, int(gradients.argmax()))


def weight(report: StepReport, layer: int, neuron: int) -> int:
    """One of the neuron's inputs, from 0; at first that of the weight with the largest gradient."""
    gradients = report.layers[layer].weight.gradient[neuron].abs().nan_to_num()
    key, count = keys.weight(layer), len(gradients)
    label = (
        _("Weight of pixel (1 to {count:,})")
        if layer == 0
        else _("Weight of the input (1 to {count:,})")
    ).format(count=count)
    return _number(label, key, count, int(gradients.argmax()))


def _number(label: str, key: Key[int], count: int, first: int) -> int:
    """A box that counts from 1; a number that there is not becomes the nearest one.

    With limits of its own the box would keep the number and say nothing.
    """
    seed(key, first + 1)
    if not 1 <= widget(key, 1) <= count:  # of a wider layer, before the settings changed
        put(key, first + 1)
    chosen = st.number_input(
        label,
        step=1,
        key=key,
        on_change=_keep_within,
        args=(key, count),
        persist_state="session",
        width=220,
    )
    if get_step_state().nearest == (key, int(chosen)):
        words = _("They are numbered from 1 to {count:,}; here is the nearest.")
        st.warning(words.format(count=count), icon=":material/pin:")
    return int(chosen) - 1


def _keep_within(key: Key[int], count: int) -> None:
    typed = widget(key)
    kept = min(max(typed or 1, 1), count)
    if kept != typed:
        put(key, kept)
    get_step_state().nearest = (key, kept) if kept != typed else None


def input_name(layer: int, source: int) -> str:
    """What an input of a layer is: a pixel with its row and column, or a neuron before."""
    if layer == 0:
        row, column = divmod(source, IMAGE_SIDE)
        return _("pixel {number} (row {row}, column {column})").format(
            number=source + 1, row=row, column=column
        )
    return _("neuron {number} of hidden layer {layer}").format(number=source + 1, layer=layer)


def labels_of(report: StepReport) -> np.ndarray:
    """int64 (N,)."""
    return np.asarray(report.batch.labels)
