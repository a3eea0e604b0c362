"""What `Normalize` does to the pixels, and where its two numbers come from: counted here."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from mnist_core.config import MEAN, STD
from ui.charts import ESTIMATES, estimate_chart, pixel_chart, pixel_frame, specification
from ui.data import keys
from ui.data.state import get_data_state
from ui.shell import Lab, fragment
from ui.text import _, text, with_minus

TICK_SECONDS = 0.2


def stages(total: int, count: int = 25) -> list[int]:
    """After how many images the running figures are looked at: evenly on a logarithm's scale."""
    return sorted({round(each) for each in np.geomspace(1, total, count)})


@st.cache_data(max_entries=256, show_spinner=False)
def grey_levels(_lab: Lab, start: int, stop: int) -> np.ndarray:
    """How many pixels of the training images `start` to `stop` have each grey level: int (256,)."""
    import torch

    pixels = _lab.mnist.train.images[start:stop].flatten()
    return np.asarray(torch.bincount(pixels, minlength=256), dtype=np.int64)


def mean_and_std(levels: np.ndarray) -> tuple[float, float]:
    """Of pixels scaled to 0..1, from how many have each grey level."""
    values = np.arange(256) / 255
    mean = float((levels * values).sum() / levels.sum())
    return mean, float(np.sqrt((levels * (values - mean) ** 2).sum() / levels.sum()))


@st.cache_data(max_entries=8, show_spinner=False)
def _all_levels(_lab: Lab) -> np.ndarray:
    """How many pixels of all training images have each grey level: int (256,)."""
    total = len(_lab.mnist.train)
    parts = [
        grey_levels(_lab, start, min(start + 10_000, total)) for start in range(0, total, 10_000)
    ]
    levels: np.ndarray = np.sum(parts, axis=0)
    return levels


def normalisation(lab: Lab) -> None:
    """The histogram of all training pixels, before and after."""
    levels = _all_levels(lab)
    st.markdown(
        text(
            "data",
            "normalise",
            pixels=f"{int(levels.sum()):,}",
            paper=f"{levels[0] / levels.sum():.0%}",
            lowest=with_minus(f"{(0 - MEAN) / STD:.2f}"),
            highest=f"{(1 - MEAN) / STD:.2f}",
        )
    )
    _histogram(lab, _("Before: pixels scaled to 0…1"), MEAN, STD, after=False)
    _histogram(lab, _("After: (value − 0.1307) / 0.3081"), 0.0, 1.0, after=True)


def _histogram(lab: Lab, title: str, mean: float, std: float, *, after: bool) -> None:
    words = {
        "value": title,
        "share": _("Share of the pixels"),
        "mean_word": _("Mean"),
        "band_word": _("Mean ± one standard deviation"),
    }
    st.vega_lite_chart(
        _histogram_chart(lab, mean, std, after, words),
        key=keys.pixel_chart(after),
        alt=_(
            "Histogram of all pixels. {title}: the mean is {mean:g}, "
            "the standard deviation {std:g}."
        ).format(title=title, mean=mean, std=std),
    )


@st.cache_data(max_entries=16, show_spinner=False)
def _histogram_chart(
    _lab: Lab, mean: float, std: float, after: bool, words: dict[str, str]
) -> dict[str, Any]:
    """The same for everybody: Altair needs 20 ms to make it."""
    pixels = pixel_frame(_all_levels(_lab), MEAN, STD)
    return specification(pixel_chart(pixels, mean=mean, std=std, after=after, **words))


def origin(lab: Lab) -> None:
    """The two numbers, counted before the learner's eyes; it looks again until it is done."""
    counting = 0 < get_data_state().counted < len(stages(len(lab.mnist.train)))
    fragment(_origin, TICK_SECONDS if counting else None)(lab, counting)


def _origin(lab: Lab, was_counting: bool) -> None:
    total = len(lab.mnist.train)
    points = stages(total)
    state = get_data_state()
    if was_counting and state.counted < len(points):
        state.counted += 1
    reached = state.counted
    estimates = _estimates(lab, points[:reached])
    seen = points[reached - 1] if reached else 0
    done = reached == len(points)
    _figures(estimates, seen, total)
    st.button(
        _("Count again") if done else _("Compute the two numbers"),
        icon=":material/calculate:",
        key=keys.MEASURE,
        type="secondary" if done else "primary",
        on_click=_begin,
        disabled=was_counting and not done,
    )
    words = {"images": _("Images counted"), "value": _("Value")}
    targets = {_("Mean"): MEAN, _("Standard deviation"): STD}
    rows = estimates.melt("images", var_name="name", value_name="value")
    st.vega_lite_chart(
        {**_estimate_chart(total, targets, words), "datasets": {ESTIMATES.name: rows}},
        key=keys.ESTIMATE_CHART,
        alt=_estimate_words(estimates, seen),
    )
    if was_counting != (0 < reached < len(points)):
        st.rerun()  # the whole page: only it can start or stop the ticking


def _begin() -> None:
    get_data_state().counted = 1


@st.cache_data(max_entries=8, show_spinner=False)
def _estimate_chart(total: int, targets: dict[str, float], words: dict[str, str]) -> dict[str, Any]:
    """The chart without its data, which grow."""
    return specification(estimate_chart(total=total, targets=targets, **words))


def _estimates(lab: Lab, points: list[int]) -> pd.DataFrame:
    """Mean and standard deviation of the first 1, 2, ... training images."""
    rows, levels, start = [], np.zeros(256, dtype=np.int64), 0
    for stop in points:
        levels = levels + grey_levels(lab, start, stop)
        rows.append((stop, *mean_and_std(levels)))
        start = stop
    columns = ["images", _("Mean"), _("Standard deviation")]
    types = dict.fromkeys(columns, float) | {"images": int}
    return pd.DataFrame(rows, columns=columns).astype(types)


def _figures(estimates: pd.DataFrame, seen: int, total: int) -> None:
    """The latest figures, each where it was."""
    latest = estimates.iloc[-1] if len(estimates) else None
    grid = st.grid(3, min_column_width=130)
    grid.metric(_("Images counted"), f"{seen:,}", help=_("Of {total:,}.").format(total=total))
    for name in (_("Mean"), _("Standard deviation")):
        grid.metric(name, f"{latest[name]:.4f}" if latest is not None else "–")


def _estimate_words(estimates: pd.DataFrame, seen: int) -> str:
    if not seen:
        return _("Mean and standard deviation by images counted; nothing is counted yet.")
    latest = estimates.iloc[-1]
    return _(
        "After {seen:,} images the mean is {mean:.4f}, the standard deviation {std:.4f}."
    ).format(seen=seen, mean=latest[_("Mean")], std=latest[_("Standard deviation")])
