"""The step's first line: a batch is taken."""

from __future__ import annotations

import streamlit as st

from ui.components import GridPicture, digit_grid
from ui.shell import Lab
from ui.step import keys
from ui.step.choices import CELL, COLUMNS, say_how_many
from ui.step.held import Inspected
from ui.text import _, images, text, with_minus

SHOWN = 64  # of its images


def show(_lab: Lab, inspected: Inspected) -> None:
    """The images of the batch with their labels, and what the tensors are."""
    report, stepper = inspected.report, inspected.stepper
    config = stepper.config
    batch = report.batch
    st.markdown(
        text(
            "step",
            "batch",
            size=len(batch),
            dealt=text(
                "step",
                f"dealt_{config.order}",
                images=images(inspected.training_images),
                batches=f"{stepper.steps_per_epoch:,}",
            ),
            scale=text("step", "scale_normalized" if config.normalize else "scale_only"),
            lowest=with_minus(f"{float(batch.images.min()):.4f}"),
            highest=with_minus(f"{float(batch.images.max()):.4f}"),
        )
    )
    shown = min(len(batch), SHOWN)
    digit_grid(
        [
            GridPicture(
                index=index,
                picture=batch.pixels[index].numpy(),
                alt=_("Image {number} of the batch: labels[{index}] = {label}").format(
                    number=index + 1, index=index, label=int(batch.labels[index])
                ),
                caption=str(int(batch.labels[index])),
            )
            for index in range(shown)
        ],
        keys.BATCH,
        label=_("The batch: each image with its label"),
        cell=CELL,
        columns=COLUMNS,
        pickable=False,
    )
    say_how_many(shown, len(batch))
