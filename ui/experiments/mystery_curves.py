"""A mystery run's curves: loss by batch and accuracy by epoch, alone or under the mended run's."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from mnist_core.experiments import Curves, Fault, Quantity, horizontal
from ui.charts import LATER_NAME, accuracy_floor, loss_ceiling
from ui.experiments.curves import chart_spec
from ui.experiments.labels import quantity_title, x_title
from ui.session import Key
from ui.text import _, loss_number, percent

NARROWEST = 260  # pixels in which a chart and its legend can be read; else one stands below
# Where the axis of the loss ends at most: a run that works would else lie at the bottom.
HIGHEST_LOSS = 10.0
CHARTS: dict[str, tuple[Quantity, ...]] = {
    "loss": ("train_loss",),
    "accuracy": ("train_accuracy", "test_accuracy"),
}


def show(runs: Mapping[str, Curves], key: str) -> None:
    """Both charts.

    Args:
        runs: by the words for it, one run or two; the first is drawn through, the second dashed.
        key: of the two charts' keys, the beginning.
    """
    grid = st.grid(2, min_column_width=NARROWEST)
    for name, quantities in CHARTS.items():
        with grid.cell():
            st.markdown(
                "**" + (_("Loss by batch") if name == "loss" else _("Accuracy by epoch")) + "**"
            )
            _chart(runs, quantities, Key[None](f"{key}_{name}"))


def _chart(runs: Mapping[str, Curves], quantities: tuple[Quantity, ...], key: Key[None]) -> None:
    titles = {quantity: quantity_title(quantity) for quantity in quantities}
    rows = [
        (x, y, titles[quantity], run)
        for run, curves in runs.items()
        for quantity in quantities
        for x, y in curves.get(quantity, ())
    ]
    share = quantities[0] != "train_loss"
    values = [y for _x, y, _line, _run in rows]
    highest = 1.0 if share else min(loss_ceiling(np.array(values, dtype=float)), HIGHEST_LOSS)
    spec = chart_spec(
        xs=horizontal(Fault().config(0), quantities[0]),
        ys=(accuracy_floor(values) if share else 0.0, highest),
        share=share,
        lines=tuple(titles.values()),
        kinds=tuple(runs),
        x=x_title(quantities[0]),
        y="" if share else titles[quantities[0]],
    )
    frame = pd.DataFrame(rows, columns=["x", "y", "line", "kind"])
    st.vega_lite_chart(
        {**spec, "datasets": {LATER_NAME: frame}}, key=key, alt=_alt(runs, titles, share)
    )
    if not share and max(values, default=0.0) > highest:
        words = _("Losses above {highest:g} are drawn at the upper edge.")
        st.caption(words.format(highest=highest))


def _alt(runs: Mapping[str, Curves], titles: Mapping[Quantity, str], share: bool) -> str:
    """Where each curve begins and ends, and how high a loss gets."""
    value = percent if share else loss_number
    words = []
    for run, curves in runs.items():
        for quantity, title in titles.items():
            points = curves.get(quantity, ())
            if points:
                sentence = _("{curve} ({run}): from {first} to {last}, at most {highest}.")
                words.append(
                    sentence.format(
                        curve=title,
                        run=run,
                        first=value(points[0][1]),
                        last=value(points[-1][1]),
                        highest=value(max(y for _x, y in points)),
                    )
                )
    return " ".join(words) or _("No batch yet.")
