"""A run's curves: loss by batch and accuracy by epoch, with its words and its own data."""

from __future__ import annotations

from typing import Any, TypeAlias

import pandas as pd
import streamlit as st

from mnist_core.tracking import RunSnapshot
from ui.charts import (
    LATER_NAME,
    accuracies,
    accuracy_chart,
    accuracy_floor,
    loss_ceiling,
    loss_chart,
    specification,
)
from ui.results.own_accuracy import own_accuracies
from ui.text import _, listed, loss_number

CHART_POINTS = 400
Marked: TypeAlias = tuple[int, int] | None  # the first and the last that is shaded
NARROWEST = 260  # pixels in which a chart and its legend can be read; else one stands below


def held_out_word(run: RunSnapshot) -> str:
    """What the held-out images are called."""
    return _("Validation set") if run.history.held_out_name == "validation" else _("Test set")


@st.cache_data(max_entries=256, show_spinner=False)
def _loss_spec(
    last_step: int, ceiling: float, marked: Marked, words: dict[str, str]
) -> dict[str, Any]:
    """The loss chart without its data: Altair needs 20 ms to make it, and it stays the same."""
    chart = loss_chart(last_step=last_step, ceiling=ceiling, marked=marked, **words)
    return specification(chart)


@st.cache_data(max_entries=256, show_spinner=False)
def _accuracy_spec(
    last_epoch: int, floor: float, names: tuple[str, ...], marked: Marked, words: dict[str, str]
) -> dict[str, Any]:
    """The accuracy chart without its data."""
    chart = accuracy_chart(last_epoch=last_epoch, floor=floor, names=names, marked=marked, **words)
    return specification(chart)


def last_step(run: RunSnapshot) -> int:
    """Where the loss curve's axis ends: at the run's end, for a run that ended early at its own."""
    return run.total_steps if run.active else run.history.steps


def last_epoch(run: RunSnapshot) -> int:
    """Where the accuracy curves' axis ends."""
    return run.config.epochs if run.active else len(run.history.epochs)


def curves(run: RunSnapshot, marked: Marked = None) -> None:
    """Loss by batch and accuracy by epoch.

    Args:
        marked: the first and the last epoch to be shaded, 1-based, both included.
    """
    grid = st.grid(2, min_column_width=NARROWEST)
    with grid.cell():
        st.markdown("**" + _("Loss by batch") + "**")
        loss(run, marked)
    with grid.cell():
        st.markdown("**" + _("Accuracy by epoch") + "**")
        accuracy(run, marked)


def loss(run: RunSnapshot, marked: Marked = None, key: str = "loss_chart") -> None:
    """Loss by batch, raw and smoothed."""
    curve = run.history.downsampled(CHART_POINTS)
    words = {
        "step": _("Step (one batch each)"),
        "loss": _("Loss"),
        "raw": _("each batch"),
        "smoothed": _("smoothed"),
    }
    losses = pd.DataFrame({"step": curve.steps, "loss": curve.losses, "smoothed": curve.smoothed})
    steps = marked and (
        (marked[0] - 1) * run.steps_per_epoch,
        min(marked[1] * run.steps_per_epoch, last_step(run)),
    )
    spec = _loss_spec(last_step(run), loss_ceiling(curve.losses), steps, words)
    st.vega_lite_chart(
        {**spec, "datasets": {LATER_NAME: losses}},
        key=key,
        alt=_loss_alt(run),
    )


def _loss_alt(run: RunSnapshot) -> str:
    smoothed = run.history.smoothed_losses()
    if not len(smoothed):
        return _("The loss by batch; no batch yet.")
    return _("The loss by batch: {first} at the start, {last} after {steps:,} steps.").format(
        first=loss_number(smoothed[0]), last=loss_number(smoothed[-1]), steps=len(smoothed)
    )


def accuracy(run: RunSnapshot, marked: Marked = None, key: str = "accuracy_chart") -> None:
    """Accuracy by epoch: on the training set, the held-out images, and the learner's digits."""
    names = {"train_accuracy": _("Training set"), "held_out_accuracy": held_out_word(run)}
    own = own_accuracies(run)
    long = accuracies(run.history.epochs, names, {_("Your digits"): own} if own else {})
    values = listed(f"{each.held_out_accuracy:.2%}" for each in run.history.epochs)
    spec = _accuracy_spec(
        last_epoch(run),
        accuracy_floor(long["accuracy"].tolist()),
        (*names.values(), *([_("Your digits")] if own else [])),
        marked,
        {"epoch": _("Epoch"), "accuracy": _("Accuracy")},
    )
    st.vega_lite_chart(
        {**spec, "datasets": {LATER_NAME: long}},
        key=key,
        alt=_("Accuracy by epoch ({split}): {values}").format(
            split=held_out_word(run), values=values or _("no epoch yet")
        ),
    )
