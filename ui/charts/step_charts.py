"""The One step page's charts: numbers of one step and the words for them -> an Altair chart.

Pure, as `charts`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence

import altair as alt
import numpy as np
import pandas as pd

from ui.charts.curves import finished, loss_ceiling
from ui.text import significant

TEN_BARS_HEIGHT = 260
BINS = 41
# Above this many times its least value a loss is off the curve's top: what matters is the valley.
CURVE_CEILING = 3.0


def ten_bars_chart(
    values: np.ndarray, *, highlighted: int, digit: str, value: str
) -> alt.LayerChart:
    """A number for each of the ten digits, below 0 to the left, one of them in full colour.

    Args:
        values: float, shape (10,).
        highlighted: the digit that is true.
    """
    frame = pd.DataFrame({"digit": range(10), "value": values.astype(float)})
    frame["words"] = [significant(each) for each in frame["value"]]
    frame["strength"] = np.where(frame["digit"] == highlighted, 1.0, 0.45)
    room = 0.25 * max(float(np.nanmax(np.abs(values))), 1e-12)
    least, most = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
    domain = [least - room if least < 0 else 0.0, most + room if most > 0 else 0.0]
    base = alt.Chart(frame).encode(
        x=alt.X(
            "value:Q",
            title=value,
            scale=alt.Scale(domain=domain, nice=False),
            axis=alt.Axis(tickCount=5),
        ),
        y=alt.Y("digit:O", title=digit),
        tooltip=[
            alt.Tooltip("digit:O", title=digit),
            alt.Tooltip("words:N", title=value),
        ],
    )
    bars = base.mark_bar(cornerRadiusEnd=3).encode(opacity=alt.Opacity("strength:Q", scale=None))
    right = (
        base.transform_filter("datum.value >= 0")
        .mark_text(align="left", dx=4, color="currentColor")
        .encode(text="words:N")
    )
    left = (
        base.transform_filter("datum.value < 0")
        .mark_text(align="right", dx=-4, color="currentColor")
        .encode(text="words:N")
    )
    return finished(alt.LayerChart(layer=[bars, right, left]), TEN_BARS_HEIGHT)


def losses_chart(
    losses: np.ndarray, labels: np.ndarray, mean: float, *, image: str, loss: str, label: str
) -> alt.LayerChart:
    """The losses of a batch's images, the largest first, and a line at their mean.

    Args:
        losses, labels: shape (N,).
    """
    order = np.argsort(-losses, kind="stable")
    frame = pd.DataFrame(
        {
            "rank": np.arange(1, len(order) + 1),
            "image": order + 1,
            "label": labels[order],
            "loss": losses[order].astype(float),
        }
    )
    frame["words"] = [significant(each) for each in frame["loss"]]
    bars = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=alt.X("rank:O", title=image, axis=alt.Axis(labels=False, ticks=False)),
            y=alt.Y("loss:Q", title=loss),
            tooltip=[
                alt.Tooltip("image:Q", title=image),
                alt.Tooltip("label:O", title=label),
                alt.Tooltip("words:N", title=loss),
            ],
        )
    )
    rule = (
        alt.Chart(pd.DataFrame({"mean": [mean]}))
        .mark_rule(strokeDash=[6, 4], strokeWidth=2, color="gray")
        .encode(y=alt.Y("mean:Q", title=loss))
    )
    return finished(alt.LayerChart(layer=[bars, rule]), 220)


def sizes_chart(
    sizes: Mapping[str, float],
    *,
    layer: str,
    size: str,
    number: Callable[[float], str] = significant,
    axis: str = "~g",
) -> alt.LayerChart:
    """One bar a layer, or whatever has a size: how large its numbers are.

    Args:
        number: writes a size; `axis` is Vega's format for it.
    """
    frame = pd.DataFrame({"layer": list(sizes), "size": list(sizes.values())})
    frame["words"] = [number(each) for each in frame["size"]]
    most = float(np.nanmax(frame["size"].to_numpy())) or 1.0
    base = alt.Chart(frame).encode(
        x=alt.X(
            "size:Q",
            title=size,
            scale=alt.Scale(domain=[0, 1.3 * most], nice=False),
            axis=alt.Axis(tickCount=4, format=axis),
        ),
        y=alt.Y("layer:N", title=layer, sort=list(sizes)),
        tooltip=[
            alt.Tooltip("layer:N", title=layer),
            alt.Tooltip("words:N", title=size),
        ],
    )
    bars = base.mark_bar(cornerRadiusEnd=3)
    numbers = base.mark_text(align="left", dx=4, color="currentColor").encode(text="words:N")
    return finished(alt.LayerChart(layer=[bars, numbers]), 40 + 34 * len(sizes))


def changes_chart(changes: np.ndarray, *, change: str, weights: str) -> alt.Chart:
    """How many weights were moved how far: a histogram about 0.

    Args:
        changes: float, shape (N,), finite.
    """
    reach = float(np.abs(changes).max(initial=0.0)) or 1.0
    counts, edges = np.histogram(changes, bins=BINS, range=(-reach, reach))
    frame = pd.DataFrame({"start": edges[:-1], "end": edges[1:], "count": counts})
    frame["words"] = [
        f"{significant(start)} … {significant(end)}" for start, end in itertools.pairwise(edges)
    ]
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=alt.X(
                "start:Q",
                title=change,
                bin=alt.BinParams(binned=True),
                axis=alt.Axis(format="~e", tickCount=5),
            ),
            x2="end:Q",
            y=alt.Y("count:Q", title=weights, axis=alt.Axis(format="~s")),
            tooltip=[
                alt.Tooltip("words:N", title=change),
                alt.Tooltip("count:Q", title=weights, format=","),
            ],
        )
    )
    return finished(chart, 220)


def rates_chart(
    rates: np.ndarray,
    losses: np.ndarray,
    own: float,
    before: float,
    *,
    rate: str,
    loss: str,
    yours: str,
    unmoved: str,
) -> alt.LayerChart:
    """The loss after this step for every learning rate; the learner's own is marked.

    Args:
        rates, losses: shape (R,); losses that are no number are left out.
        own: the learner's rate, one of the rates.
        before: the loss before the step, where a rate of 0 would leave it.
        yours, unmoved: what stands at the mark and at the line of `before`.
    """
    ceiling = CURVE_CEILING * before
    frame = pd.DataFrame({"rate": rates, "loss": losses.astype(float)})
    frame = frame[np.isfinite(frame["loss"])]
    frame["shown"] = frame["loss"].clip(upper=ceiling)
    frame["words"] = [significant(each) for each in frame["loss"]]
    frame["rate_words"] = [significant(each) for each in frame["rate"]]
    x = alt.X(
        "rate:Q",
        title=rate,
        scale=alt.Scale(type="log", domain=[rates[0], 1.3 * rates[-1]], nice=False),
        axis=alt.Axis(format="~g", values=[1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10]),
    )
    y = alt.Y("shown:Q", title=loss, scale=alt.Scale(domain=[0, ceiling], nice=False))
    base = alt.Chart(frame)
    tooltip = [alt.Tooltip("rate_words:N", title=rate), alt.Tooltip("words:N", title=loss)]
    line = base.mark_line(strokeWidth=3, point=alt.OverlayMarkDef(size=18)).encode(
        x=x, y=y, tooltip=tooltip
    )
    level = alt.Chart(pd.DataFrame({"shown": [before], "words": [unmoved]}))
    rule = level.mark_rule(strokeDash=[6, 4], color="gray").encode(y=y)
    said = level.mark_text(align="left", dx=4, dy=-8, color="currentColor").encode(
        x=alt.value(0), y=y, text="words:N"
    )
    mine = alt.Chart(pd.DataFrame({"rate": [own], "words": [yours]}))
    # The theme's second colour; its first is the curve's.
    colour = alt.Color("words:N", scale=alt.Scale(domain=[loss, yours]), legend=None)
    mark = mine.mark_rule(strokeWidth=2).encode(x=x, color=colour)
    name = mine.mark_text(align="center", dy=-6, color="currentColor").encode(
        x=x, y=alt.value(0), text="words:N"
    )
    return finished(alt.LayerChart(layer=[rule, said, line, mark, name]), 280)


def taken_chart(
    steps: Sequence[int], losses: Sequence[float], *, step: str, loss: str
) -> alt.LayerChart:
    """The loss of each step taken, before it was taken."""
    frame = pd.DataFrame({"step": list(steps), "loss": list(losses)})
    frame = frame[np.isfinite(frame["loss"])]
    frame["words"] = [significant(each) for each in frame["loss"]]
    top = loss_ceiling(frame["loss"].to_numpy())
    base = alt.Chart(frame).encode(
        x=alt.X(
            "step:Q",
            title=step,
            scale=alt.Scale(
                domain=[steps[0] - 1, max(steps[-1] + 0.5, steps[0] + 9.5)], nice=False
            ),
            axis=alt.Axis(tickMinStep=1, format="d"),
        ),
        y=alt.Y("loss:Q", title=loss, scale=alt.Scale(domain=[0, top], clamp=True)),
        tooltip=[
            alt.Tooltip("step:Q", title=step, format=","),
            alt.Tooltip("words:N", title=loss),
        ],
    )
    return finished(alt.LayerChart(layer=[base.mark_line(), base.mark_point(filled=True)]), 240)
