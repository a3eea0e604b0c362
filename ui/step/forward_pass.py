"""The step's third line, the forward pass: an image through the layers, and one neuron at work."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from mnist_core.config import IMAGE_SIDE
from mnist_core.inspection import NeuronProducts, StepReport, neuron_products
from ui.charts import specification, ten_bars_chart
from ui.components import as_rows, data_uri, digit_png, signed_png, without_toolbar
from ui.shell import Lab
from ui.step import choices, keys
from ui.step.held import Inspected
from ui.text import _, choice_name, significant, text

STRIP = 256  # CSS pixels of a layer's numbers
PICTURE = 168


def show(_lab: Lab, inspected: Inspected) -> None:
    """The picked image layer by layer, then one neuron's sum, then the ten logits."""
    report = inspected.report
    st.markdown(text("step", "forward", size=len(report.batch)))
    image = choices.image(report)
    _layers(report, image)
    st.markdown("**" + _("One neuron at work") + "**")
    row = st.container(horizontal=True, vertical_alignment="bottom")
    with row:
        layer = choices.layer(report)
        neuron = choices.neuron(report, layer)
    _neuron(report, layer, neuron, image)
    st.markdown("**" + _("The ten logits of this image") + "**")
    label = int(report.batch.labels[image])
    logits = report.logits[image].numpy()
    without_toolbar("step_logits_place").vega_lite_chart(
        specification(
            ten_bars_chart(logits, highlighted=label, digit=_("Digit"), value=_("Logit"))
        ),
        key=keys.LOGITS,
        alt=_("Ten logits; the highest is {value} for {digit}.").format(
            value=significant(float(logits.max())), digit=int(logits.argmax())
        ),
    )
    st.markdown(text("step", "logits", label=label))


def _layers(report: StepReport, image: int) -> None:
    """What the image is after each layer: its pixels, then ever fewer numbers."""
    row = st.container(horizontal=True, gap="large")
    with row.container(width=PICTURE, gap="xsmall"):
        st.image(
            data_uri(digit_png(report.batch.pixels[image].numpy(), scale=6)),
            width=PICTURE,
            alt=_("The image, {count} numbers").format(count=IMAGE_SIDE**2),
        )
        st.caption(_("The image: 28 × 28 numbers, put in one row of 784"))
    for number, layer in enumerate(report.layers[:-1]):
        numbers = layer.outputs[image].numpy()
        zeros = int((numbers == 0).sum())
        name = choices.layer_name(report, number)
        words = _("{layer}: {count} numbers, {zeros} of them 0").format(
            layer=name, count=len(numbers), zeros=zeros
        )
        with row.container(width=STRIP, gap="xsmall"):
            st.image(data_uri(signed_png(as_rows(numbers), scale=8)), width=STRIP, alt=words)
            st.caption(words)


def _neuron(report: StepReport, layer: int, neuron: int, image: int) -> None:
    """Inputs times weights, the largest of them, and what they add up to."""
    products = neuron_products(report, layer, neuron, image)
    if layer == 0:
        _as_pictures(products)
    table = pd.DataFrame(
        {
            _("Input"): [choices.input_name(layer, source) for source in products.largest.tolist()],
            _("Its value"): _column(products.inputs, products),
            _("Weight"): _column(products.weights, products),
            _("Product"): _column(products.products, products),
        }
    )
    st.table(
        table,
        border="horizontal",
        hide_index=True,
        alt=_("The ten inputs that count most in this neuron's sum."),
    )
    last = layer == len(report.layers) - 1
    st.markdown(
        text(
            "step",
            "sum_output" if last else "sum",
            count=f"{len(products.products):,}",
            products=significant(float(products.products.sum()), 4),
            bias=significant(products.bias, 4),
            sum=significant(products.sum, 4),
            function=choice_name(report.activation),
            activation=significant(products.activation, 4),
        )
    )
    if not last and products.output != products.activation:
        st.caption(
            _("Dropout makes {output} of it in this step.").format(
                output=significant(products.output, 4)
            )
        )


def _column(values: object, products: NeuronProducts) -> list[str]:
    chosen = values[products.largest].tolist()  # type: ignore[index]
    return [significant(each) for each in chosen]


def _as_pictures(products: NeuronProducts) -> None:
    """A first layer's weights lie on the pixels: where it looks, and what it finds there."""
    row = st.container(horizontal=True, gap="large")
    for values, words in (
        (products.weights, _("Its 784 weights, each where its pixel is")),
        (products.products, _("Input × weight: what each pixel adds to the sum")),
    ):
        with row.container(width=PICTURE, gap="xsmall"):
            picture = np.asarray(values).reshape(IMAGE_SIDE, IMAGE_SIDE)
            st.image(data_uri(signed_png(picture, scale=6)), width=PICTURE, alt=words)
            st.caption(words)
    row.caption(_("Blue is above 0, orange below, white is 0."))
