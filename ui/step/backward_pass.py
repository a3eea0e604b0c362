"""The step's fifth line, the backward pass: the gradients, from the outputs to a single weight."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from mnist_core.config import IMAGE_SIDE
from mnist_core.inspection import StepReport, nudge_weight
from ui.charts import sizes_chart, specification, ten_bars_chart
from ui.components import as_rows, data_uri, signed_png, without_toolbar
from ui.shell import Lab
from ui.step import choices, keys
from ui.step.gradient_size import gradient_size
from ui.step.held import Inspected
from ui.text import _, plain_number, significant, text

PICTURE, STRIP = 168, 256  # CSS pixels
NUDGES = (0.0001, 0.01, 1.0)
# Measured and foretold agree to so much of themselves, or where both are next to nothing.
CLOSE, TINY = 0.02, 1e-10


def show(_lab: Lab, inspected: Inspected) -> None:
    """P − Y at the outputs, the gradients' sizes by layer, one neuron's, one weight's."""
    report = inspected.report
    st.markdown(text("step", "backward"))
    image = choices.image(report)
    _errors(report, image)
    st.markdown("**" + _("How large the gradients are, layer by layer") + "**")
    sizes = {
        choices.layer_name(report, number): gradient_size(layer.weight.gradient)
        for number, layer in enumerate(report.layers)
    }
    without_toolbar("step_gradients_place").vega_lite_chart(
        specification(
            sizes_chart(sizes, layer=_("Layer"), size=_("Size of a weight's gradient (RMS)"))
        ),
        key=keys.GRADIENTS,
        alt="; ".join(f"{name}: {significant(size)}" for name, size in sizes.items()),
    )
    st.markdown(text("step", "backward_layers"))
    st.markdown("**" + _("One weight and its slope") + "**")
    row = st.container(horizontal=True, vertical_alignment="bottom")
    with row:
        layer = choices.layer(report)
        neuron = choices.neuron(report, layer)
        source = choices.weight(report, layer, neuron)
    _gradients_of(report, layer, neuron)
    _slope(report, layer, neuron, source)


def _errors(report: StepReport, image: int) -> None:
    label, errors = int(report.batch.labels[image]), report.errors[image].numpy()
    without_toolbar("step_errors_place").vega_lite_chart(
        specification(
            ten_bars_chart(
                errors, highlighted=label, digit=_("Digit"), value=_("What it says − what is true")
            )
        ),
        key=keys.ERRORS,
        alt=_(
            "What the model says minus what is true; for the label {label} it is {value}."
        ).format(label=label, value=significant(float(errors[label]))),
    )
    st.markdown(
        text(
            "step",
            "errors",
            label=label,
            error=significant(float(errors[label])),
            share=significant(float(report.probabilities[image, label])),
            size=len(report.batch),
        )
    )


def _gradients_of(report: StepReport, layer: int, neuron: int) -> None:
    """All gradients of the neuron's weights: on the pixels, or as rows."""
    gradients = report.layers[layer].weight.gradient[neuron].numpy()
    if layer == 0:
        picture, width = gradients.reshape(IMAGE_SIDE, IMAGE_SIDE), PICTURE
    else:
        picture, width = as_rows(gradients), STRIP
    words = _("The gradients of this neuron's {count} weights").format(count=len(gradients))
    with st.container(width=width, gap="xsmall"):
        st.image(data_uri(signed_png(picture, scale=8)), width=width, alt=words)
        st.caption(words)
    st.caption(_("Blue: the loss rises with the weight. Orange: it falls. White: it stays."))


def _slope(report: StepReport, layer: int, neuron: int, source: int) -> None:
    """The chosen weight's gradient, and a check by moving the weight."""
    part, place = report.parameter(layer, neuron, source)
    slope = float(part.gradient[place])
    st.markdown(
        text(
            "step",
            "slope",
            weight=significant(float(part.before[place]), 4),
            source=choices.input_name(layer, source),
            slope=significant(slope, 4),
        )
    )
    by = st.segmented_control(
        _("Check it: move this weight by"),
        NUDGES,
        format_func=plain_number,
        key=keys.NUDGE,
        persist_state="session",
    )
    if by is None:
        return
    nudge = nudge_weight(report, layer, (neuron, source), by)
    table = pd.DataFrame(
        {
            _("What"): [
                _("Loss before"),
                _("Loss with the weight moved"),
                _("Change, measured"),
                _("Change, foretold: slope × {by}").format(by=plain_number(by)),
            ],
            _("Number"): [
                significant(nudge.loss_before, 10),
                significant(nudge.loss_after, 10),
                significant(nudge.measured_change, 4),
                significant(nudge.predicted_change, 4),
            ],
        }
    )
    st.table(table, border="horizontal", hide_index=True, alt=_("The check of the slope."))
    agree = math.isclose(nudge.measured_change, nudge.predicted_change, rel_tol=CLOSE, abs_tol=TINY)
    st.markdown(text("step", "checked" if agree else "checked_far"))
