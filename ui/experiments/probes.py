"""The five probes into a mystery run, each as pictures, a chart or a table with its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import streamlit as st

from mnist_core.experiments import Evidence
from ui.charts import sizes_chart, specification
from ui.components import (
    GridPicture,
    data_uri,
    digit_grid,
    signed_png,
    without_toolbar,
)
from ui.experiments import keys
from ui.text import N_, _, figures, percent, significant, text

ICONS = {
    "batch": ":material/grid_view:",
    "gradients": ":material/trending_down:",
    "digits": ":material/looks_one:",
    "weights": ":material/blur_on:",
    "scores": ":material/compare_arrows:",
}
NAMES = {
    "batch": N_("A batch with its labels"),
    "gradients": N_("Gradient sizes by layer"),
    "digits": N_("Scores by digit"),
    "weights": N_("First-layer weights as pictures"),
    "scores": N_("Training against test"),
}
SPLITS = {
    "train": N_("Training images"),
    "test": N_("Test images"),
    "fresh": N_("Fresh images that are in neither set"),
}
COLUMNS = 8  # of the batch, and of the weights' pictures
GAP = 1  # pixels between two of these
MIDDLE = slice(9, 19)  # rows and columns of a picture


def show(probe: str, evidence: Evidence) -> None:
    """What the probe finds, under the words for what it is."""
    st.markdown(text("mystery", f"probe_{probe}", **figures(evidence.figures())))
    SHOWN[probe](evidence)


def _batch(evidence: Evidence) -> None:
    batch = evidence.batch
    words = _("A picture of the digit {digit}; its label is {label}")
    digit_grid(
        [
            GridPicture(index, image, words.format(digit=digit, label=label), str(label))
            for index, (image, digit, label) in enumerate(
                zip(batch.images, batch.truth, batch.labels, strict=True)
            )
        ],
        keys.BATCH,
        label=_("A batch with its labels"),
        columns=COLUMNS,
        pickable=False,
    )
    table = pd.DataFrame(
        {
            _("Numbers that went into the network"): [
                *(_("lowest"), _("highest"), _("mean"), _("standard deviation"))
            ],
            _("Number"): [
                significant(each)
                for each in (batch.lowest, batch.highest, batch.mean, batch.deviation)
            ],
        }
    )
    st.table(table, border="horizontal", hide_index=True, alt=_("The batch's numbers"))


def _gradients(evidence: Evidence) -> None:
    """What the optimiser took, and what the batch itself gives, at a few steps."""
    last = evidence.gradients[-1]
    layers = [
        *(_("Hidden {number}").format(number=number) for number in range(1, len(last.taken))),
        _("Output"),
    ]
    for title, name in (
        (_("What the optimiser took (`.grad`)"), "taken"),
        (_("The gradient of this batch alone"), "own"),
    ):
        columns = {
            f"{each.step:,}": [_number(size) for size in getattr(each, name)]
            for each in evidence.gradients
        }
        st.markdown(f"**{title}**")
        st.table(
            pd.DataFrame({_("Layer, by step"): layers, **columns}),
            border="horizontal",
            hide_index=True,
            alt=title,
        )
    st.caption(_("Each is the root mean square of a layer's weight gradients."))


def _digits(evidence: Evidence) -> None:
    right, answered = evidence.digits.right, evidence.digits.answered
    left, other = st.columns(2)
    with left:
        shares = [100 * each for each in right]
        _bars("right", shares, _("Read correctly (%)"), "{:.1f}".format)
    with other:
        _bars("answered", answered, _("How many images it takes for this digit"), "{:,.0f}".format)


def _bars(name: str, sizes: Sequence[float], size: str, number: Callable[[float], str]) -> None:
    """A bar for each digit."""
    by_digit = {str(digit): float(each) for digit, each in enumerate(sizes)}
    chart = sizes_chart(by_digit, layer=_("Digit"), size=size, number=number, axis=",~r")
    said = "; ".join(f"{digit}: {number(each)}" for digit, each in by_digit.items())
    without_toolbar(f"mystery_{name}_place").vega_lite_chart(
        specification(chart), key=keys.digits(name), alt=f"{size}: {said}"
    )


def _weights(evidence: Evidence) -> None:
    """Many small pictures in one, each in a black frame."""
    pictures = evidence.weights.pictures
    framed = [np.pad(each, GAP, constant_values=np.nan) for each in pictures]
    rows = [np.hstack(framed[at : at + COLUMNS]) for at in range(0, len(framed), COLUMNS)]
    largest = evidence.weights.largest
    st.image(
        data_uri(signed_png(np.vstack(rows), scale=4)),
        width="stretch",
        alt=_words_of_weights(pictures, largest),
    )
    if largest is not None:
        st.caption(
            _("Blue: above 0. Orange: below 0. White: 0. Full colour is ±{largest}.").format(
                largest=significant(largest)
            )
        )


def _words_of_weights(pictures: np.ndarray, largest: float | None) -> str:
    if largest is None:
        return _("The weights are no longer finite numbers.")
    if not largest:
        return _("All weights of these {count} neurons are 0.").format(count=len(pictures))
    sizes = np.abs(pictures)
    middle = float(sizes[:, MIDDLE, MIDDLE].mean())
    edge = float(np.concatenate([sizes[:, 0], sizes[:, -1]], axis=1).mean())
    return _(
        "The weights of {count} neurons, on the average {middle} in the middle of the picture and "
        "{edge} at its upper and lower edge; the layer's largest is {largest}."
    ).format(
        count=len(pictures),
        largest=significant(largest),
        middle=significant(middle),
        edge=significant(edge),
    )


def _scores(evidence: Evidence) -> None:
    table = pd.DataFrame(
        [
            (_(words), percent(evidence.scores[name].accuracy), _number(evidence.scores[name].loss))
            for name, words in SPLITS.items()
        ],
        columns=[_("Which images"), _("Accuracy"), _("Loss")],
    )
    st.table(table, border="horizontal", hide_index=True, alt=_("Training against test"))


def _number(size: float | None) -> str:
    return significant(float("nan") if size is None else size)


SHOWN: dict[str, Callable[[Evidence], None]] = {
    "batch": _batch,
    "gradients": _gradients,
    "digits": _digits,
    "weights": _weights,
    "scores": _scores,
}
