"""The step's second line: the gradients of the step before are cleared."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mnist_core.inspection import ParameterStep, StepReport
from ui.shell import Lab
from ui.step.choices import layer_name
from ui.step.gradient_size import gradient_size
from ui.step.held import Inspected
from ui.text import _, significant, text


def show(_lab: Lab, inspected: Inspected) -> None:
    """What is left from the step before, and what this step's gradients would be with it."""
    report = inspected.report
    st.markdown(text("step", "zero_grad"))
    parameters = [part for layer in report.layers for part in (layer.weight, layer.bias)]
    if parameters[0].previous_gradient is None:
        st.info(text("step", "zero_grad_first"), icon=":material/check_box_outline_blank:")
        return
    st.table(
        _sizes(report),
        border="horizontal",
        hide_index=True,
        alt=_("Each layer's gradients: left from before, of this batch, and both added up."),
    )
    st.markdown(text("step", "zero_grad_without", share=f"{_wrong_way(parameters):.0%}"))


def _sizes(report: StepReport) -> pd.DataFrame:
    """Of each layer's weights."""
    rows = []
    for number, layer in enumerate(report.layers):
        weight = layer.weight
        assert weight.previous_gradient is not None and weight.added_gradient is not None
        rows.append(
            {
                _("Layer"): layer_name(report, number),
                _("Left from the step before"): significant(
                    gradient_size(weight.previous_gradient)
                ),
                _("Of this batch"): significant(gradient_size(weight.gradient)),
                _("Added up without zero_grad"): significant(gradient_size(weight.added_gradient)),
            }
        )
    return pd.DataFrame(rows)


def _wrong_way(parameters: list[ParameterStep]) -> float:
    """The share of the weights whose summed gradient points the other way than the batch's own."""
    wrong = counted = 0
    for part in parameters:
        assert part.added_gradient is not None
        own = part.gradient != 0
        wrong += int((part.added_gradient * part.gradient < 0).sum())
        counted += int(own.sum())
    return wrong / max(counted, 1)
