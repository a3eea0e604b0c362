"""The step's fourth line: the loss of every image of the batch, and their mean."""

from __future__ import annotations

import streamlit as st

from ui.charts import losses_chart, probabilities_chart, specification
from ui.components import GridPicture, digit_grid, without_toolbar
from ui.shell import Lab
from ui.step import choices, keys
from ui.step.held import Inspected
from ui.text import _, probability, significant, text

WORST = 16


def show(_lab: Lab, inspected: Inspected) -> None:
    """Softmax and −ln for the picked image; then all losses in order, and their mean."""
    report = inspected.report
    st.markdown(text("step", "loss"))
    image = choices.image(report)
    label = int(report.batch.labels[image])
    probabilities = report.probabilities[image].numpy()
    share = float(probabilities[label])
    st.markdown(
        text(
            "step",
            "loss_of_one",
            label=label,
            share=probability(share),
            value=significant(share, 5),
            loss=significant(float(report.losses[image]), 5),
        )
    )
    without_toolbar("step_probabilities_place").vega_lite_chart(
        specification(
            probabilities_chart(
                probabilities,
                digit=_("Digit"),
                probability=_("Probability"),
                highlighted=label,
            )
        ),
        key=keys.PROBABILITIES,
        alt=_("Ten probabilities; the highest is {share} for {digit}.").format(
            share=probability(float(probabilities.max())), digit=int(probabilities.argmax())
        ),
    )
    losses, labels = report.losses.numpy(), choices.labels_of(report)
    st.markdown("**" + _("All losses of the batch, the largest first") + "**")
    without_toolbar("step_losses_place").vega_lite_chart(
        specification(
            losses_chart(
                losses, labels, report.loss, image=_("Image"), loss=_("Loss"), label=_("Label")
            )
        ),
        key=keys.LOSSES,
        alt=_("{count} losses from {highest} down to {lowest}; their mean is {mean}.").format(
            count=len(losses),
            highest=significant(float(losses.max())),
            lowest=significant(float(losses.min())),
            mean=significant(report.loss),
        ),
    )
    worst = losses.argsort()[::-1][:WORST].tolist()
    digit_grid(
        [
            GridPicture(
                index=each,
                picture=report.batch.pixels[each].numpy(),
                alt=_("A {label} with the loss {loss}").format(
                    label=int(labels[each]), loss=significant(float(losses[each]))
                ),
                caption=f"{int(labels[each])} · {significant(float(losses[each]))}",
            )
            for each in worst
        ],
        keys.WORST,
        label=_("The images with the largest losses"),
        cell=64,
        columns=8,
        pickable=False,
    )
    st.markdown(text("step", "loss_mean", size=len(losses), loss=significant(report.loss, 5)))
