"""The Data page's charts: counts and the words for them -> an Altair chart.  Pure, as `charts`."""

from __future__ import annotations

import json

import altair as alt
import numpy as np
import pandas as pd

from ui.charts.curves import finished

# One x-axis for the pixels before and after: the shift and the stretch can be seen.
VALUE_DOMAIN = (-1.1, 3.0)
SHARE_TICKS = (0, 0.05, 0.2, 0.5, 0.8)
LEVELS_PER_BAR = 8  # 256 grey levels in 32 bars
ESTIMATE_CEILING = 0.4
ESTIMATES = alt.NamedData(name="estimates")


def balance_chart(
    counts: dict[str, np.ndarray], *, digit: str, share: str, images: str
) -> alt.LayerChart:
    """How common each digit is: bars side by side for each split, and a line where all are equal.

    Args:
        counts: split's name -> images of each digit, shape (10,).
        images: what a count counts, for the hover.
    """
    frame = pd.concat(
        [
            pd.DataFrame(
                {"split": name, "digit": range(10), "count": each, "share": each / each.sum()}
            )
            for name, each in counts.items()
        ]
    )
    bars = (
        alt.Chart(frame)
        .mark_bar(cornerRadiusEnd=3)
        .encode(
            x=alt.X("digit:O", title=digit, axis=alt.Axis(labelAngle=0)),
            xOffset=alt.XOffset("split:N", sort=list(counts)),
            y=alt.Y("share:Q", title=share, axis=alt.Axis(format=".0%", tickCount=6)),
            color=alt.Color(
                "split:N",
                title=None,
                scale=alt.Scale(domain=list(counts)),
                legend=alt.Legend(orient="top"),
            ),
            tooltip=[
                alt.Tooltip("split:N", title=" "),
                alt.Tooltip("digit:O", title=digit),
                alt.Tooltip("count:Q", title=images, format=","),
                alt.Tooltip("share:Q", title=share, format=".2%"),
            ],
        )
    )
    even = (
        alt.Chart(pd.DataFrame({"share": [0.1]}))
        .mark_rule(strokeDash=[6, 4], color="gray")
        .encode(y=alt.Y("share:Q", title=share))
    )
    return finished(alt.LayerChart(layer=[bars, even]), 260)


def pixel_frame(levels: np.ndarray, mean: float, std: float) -> pd.DataFrame:
    """Bars of the histogram of all pixels, as they are and as `(value - mean) / std`.

    Args:
        levels: how many pixels have each grey level, int, shape (256,).

    Returns:
        Columns `share`, then `start` and `end` (0 to 1), `start_after` and `end_after`.
    """
    bars = levels.reshape(-1, LEVELS_PER_BAR).sum(axis=1)
    edges = np.arange(len(bars) + 1) * LEVELS_PER_BAR / 255
    after = (edges - mean) / std
    return pd.DataFrame(
        {
            "share": bars / bars.sum(),
            "start": edges[:-1],
            "end": edges[1:],
            "start_after": after[:-1],
            "end_after": after[1:],
        }
    )


def pixel_chart(
    pixels: pd.DataFrame,
    *,
    mean: float,
    std: float,
    after: bool,
    value: str,
    share: str,
    mean_word: str,
    band_word: str,
) -> alt.LayerChart:
    """The histogram of all pixels with its mean and the band one standard deviation wide.

    Args:
        pixels: from `pixel_frame`.
        mean, std: of the values shown.
        after: the normalised values, or the scaled ones.
        value, share: the axes' titles.
        mean_word, band_word: what the line and the band are called.
    """
    start, end = ("start_after", "end_after") if after else ("start", "end")
    x = alt.X(
        f"{start}:Q",
        title=value,
        scale=alt.Scale(domain=list(VALUE_DOMAIN), nice=False),
        axis=alt.Axis(tickCount=9),
    )
    y = alt.Y(
        "share:Q",
        title=share,
        stack=None,
        # The square root: the paper's bar is a hundred times as high as the others.
        scale=alt.Scale(type="sqrt", domain=[0, 1]),
        axis=alt.Axis(format=".0%", values=list(SHARE_TICKS)),
    )
    color = _color([share, mean_word, band_word], shown=[mean_word, band_word])
    bars = (
        alt.Chart(pixels)
        .mark_rect(stroke=None)
        .encode(
            x=x,
            x2=f"{end}:Q",
            y=y,
            y2=alt.Y2Datum(0),
            color=color,
            tooltip=[
                alt.Tooltip(f"{start}:Q", title=value, format=".2f"),
                alt.Tooltip("share:Q", title=share, format=".2%"),
            ],
        )
        .transform_calculate(name=json.dumps(share))
    )
    marks = pd.DataFrame({"low": [mean - std], "mean": [mean], "high": [mean + std]})
    band = (
        alt.Chart(marks)
        .mark_rect(opacity=0.18)
        .encode(x=alt.X("low:Q", title=value), x2="high:Q", color=color)
        .transform_calculate(name=json.dumps(band_word))
    )
    line = (
        alt.Chart(marks)
        .mark_rule(strokeWidth=3)
        .encode(x=alt.X("mean:Q", title=value), color=color)
        .transform_calculate(name=json.dumps(mean_word))
    )
    return finished(alt.LayerChart(layer=[band, bars, line]), 240)


def estimate_chart(
    estimates: pd.DataFrame | alt.NamedData = ESTIMATES,
    *,
    total: int,
    targets: dict[str, float],
    images: str,
    value: str,
) -> alt.LayerChart:
    """Mean and standard deviation as more and more images are counted, and where they end.

    Args:
        estimates: columns `images` (int), `name` and `value`; left out where the same chart is
            shown again and again with other data, under the name `estimates`.
        total: all images: where the x-axis ends from the first on.
        targets: name -> the tutorial's number.
    """
    names = list(targets)
    color = _color(names)
    x = alt.X(
        "images:Q",
        title=images,
        scale=alt.Scale(type="log", domain=[1, total], nice=False),
        axis=alt.Axis(values=[10**power for power in range(6) if 10**power <= total], format=","),
    )
    y = alt.Y("value:Q", title=value, scale=alt.Scale(domain=[0, ESTIMATE_CEILING], clamp=True))
    base = alt.Chart(estimates).encode(
        x=x,
        y=y,
        color=color,
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("images:Q", title=images, format=","),
            alt.Tooltip("value:Q", title=value, format=".4f"),
        ],
    )
    # Of altair's kinds of data, the one that stays within its layer: the page replaces all others.
    values = alt.Data(  # type: ignore[no-untyped-call]  # altair gives its arguments no types
        values=[{"name": name, "value": target} for name, target in targets.items()]
    )
    goals = alt.Chart(values).mark_rule(strokeDash=[6, 4], opacity=0.7).encode(y=y, color=color)
    line, dots = base.mark_line(strokeWidth=3), base.mark_point(filled=True, size=40, opacity=1)
    return finished(alt.LayerChart(layer=[goals, line, dots]), 260)


def _color(names: list[str], shown: list[str] | None = None) -> alt.Color:
    """The same legend for all layers, or they would be mixed; `shown` leaves names out of it."""
    return alt.Color(
        "name:N",
        title=None,
        scale=alt.Scale(domain=names),
        legend=alt.Legend(orient="top", labelLimit=320, symbolOpacity=0.8, values=shown or names),
    )
