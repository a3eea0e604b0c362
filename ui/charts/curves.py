"""Charts: a data frame and the words for it -> an Altair chart.

Pure functions; nothing here knows Streamlit.  Colours come from the theme, whose palette is safe
for the colour-blind; lines differ in dash as well where two meet.  Domains are fixed by rungs of
a ladder, so a chart that is fed while training goes on does not jump.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TypeVar

import altair as alt
import numpy as np
import pandas as pd

from mnist_core.tracking import EpochMetrics
from ui.text import HUGE, power_of_ten

LOSS_LADDER = (2.5, 5.0, 10.0, 50.0, 1e3, 1e6, 1e12, 1e24, 1e39)
# Above this rung a loss runs away, and only powers of ten show how.
LINEAR_LOSSES = 50.0
# Where a logarithmic axis begins: far below the 2.3 of pure guessing, with which runs start.
SMALLEST_LOGARITHMIC = 0.1
ACCURACY_LADDER = (0.9, 0.8, 0.5, 0.0)
PERCENT = ".2%"
# A chart that is shown again and again is made once, and given its data under this name.
LATER_NAME = "data"
LATER = alt.NamedData(name=LATER_NAME)


Drawing = TypeVar("Drawing", alt.Chart, alt.LayerChart)


def finished(chart: Drawing, height: int) -> Drawing:
    """A chart of this height whose axes have each label on its line.

    Streamlit's theme would push the first and the last of them inwards, and have a mark without a
    tooltip of its own show the raw columns of its data.  Vega would describe axes and legends to
    screen readers in English; the chart has our words, and its data can be shown as a table.
    """
    config = alt.Config(
        axis=alt.AxisConfig(labelFlush=False, aria=False),
        legend=alt.LegendConfig(aria=False),
        mark=alt.MarkConfig(tooltip=None),
    )
    return chart.properties(height=height, config=config)


def loss_ceiling(losses: np.ndarray) -> float:
    """The lowest rung above nearly all losses: the top of a y-axis that stays where it is."""
    finite = losses[np.isfinite(losses)]
    highest = float(np.quantile(finite, 0.99)) if finite.size else 0.0
    return next((rung for rung in LOSS_LADDER if highest <= rung), LOSS_LADDER[-1])


def accuracy_floor(values: Sequence[float]) -> float:
    """The highest rung below all accuracies: the bottom of the y-axis."""
    lowest = min(values, default=1.0)
    return next((rung for rung in ACCURACY_LADDER if lowest >= rung), 0.0)


def _loss_axis(ceiling: float) -> tuple[alt.Scale, alt.Axis]:
    """From 0 to the ceiling; in powers of ten where the loss runs away."""
    if ceiling <= LINEAR_LOSSES:
        return alt.Scale(domain=[0, ceiling], clamp=True), alt.Axis()
    top = round(np.log10(ceiling))
    values = [10.0**exponent for exponent in range(0, top + 1, max(top // 4, 1))]
    labels = ["1", "10", "100", *map(power_of_ten, range(3, top + 1))]
    label = f"{json.dumps(labels, ensure_ascii=False)}[round(log(datum.value) / LN10)]"
    domain = [SMALLEST_LOGARITHMIC, ceiling]
    scale = alt.Scale(type="log", domain=domain, clamp=True, nice=False)
    return scale, alt.Axis(values=values, labelExpr=label)


def _loss_words(field: str) -> str:
    """Vega's expression for what `ui.text.numbers.loss_number` says."""
    powers = json.dumps([power_of_ten(exponent) for exponent in range(40)], ensure_ascii=False)
    value, short = f"datum.{field}", f"format(datum.{field}, '.1e')"  # such as 1.5e+33
    huge = f"slice({short}, 0, 3) + ' × ' + {powers}[toNumber(slice({short}, 5))]"
    return f"{value} < {HUGE} ? format({value}, '.4f') : {huge}"


def _shaded(start: float, end: float) -> list[alt.Chart]:
    """A pale band behind the curves, on their x-axis; one, however many rows the data has."""
    band = alt.Chart().transform_aggregate(rows="count()").mark_rect(opacity=0.18, clip=True)
    ends = {"x": alt.datum(start, type="quantitative"), "x2": alt.datum(end)}
    return [band.encode(**ends, color=alt.value("gray"))]


def _nearest(name: str) -> alt.Parameter:
    """Follow the pointer along the x-axis."""
    return alt.selection_point(
        name=name, nearest=True, on="pointermove", encodings=["x"], empty=False
    )


def loss_chart(
    losses: pd.DataFrame | alt.NamedData = LATER,
    *,
    last_step: int,
    ceiling: float,
    step: str,
    loss: str,
    raw: str,
    smoothed: str,
    marked: tuple[float, float] | None = None,
) -> alt.LayerChart:
    """Loss by batch, raw and smoothed.

    Args:
        losses: columns `step` (int), `loss` and `smoothed` (float); left out where the same chart
            is shown again and again with other data.
        last_step: where the x-axis ends, from the first batch on.
        ceiling: where the y-axis ends, from `loss_ceiling`.
        marked: the steps between which the chart is shaded.
    """
    x = alt.X(
        "step:Q",
        title=step,
        scale=alt.Scale(domain=[0, max(last_step, 1)], nice=False),
        axis=alt.Axis(tickMinStep=1),
    )
    scale, axis = _loss_axis(ceiling)
    base = alt.Chart().encode(x=x)
    names = alt.Color(
        "series:N",
        title=None,
        scale=alt.Scale(domain=[raw, smoothed]),
        # not as pale as the thin line, which its swatch would else be
        legend=alt.Legend(orient="top", symbolOpacity=1, symbolStrokeWidth=3),
    )
    thin = (
        base.transform_calculate(series=json.dumps(raw))
        .mark_line(strokeWidth=1, opacity=0.45)
        .encode(y=alt.Y("loss:Q", title=loss, scale=scale, axis=axis), color=names)
    )
    thick = (
        base.transform_calculate(series=json.dumps(smoothed))
        .mark_line(strokeWidth=3)
        .encode(y=alt.Y("smoothed:Q", title=loss, scale=scale, axis=axis), color=names)
    )
    hover = _nearest("nearest_step")
    rule = (
        base.transform_calculate(loss_words=_loss_words("loss"))
        .transform_calculate(smoothed_words=_loss_words("smoothed"))
        .mark_rule(color="gray")
        .encode(
            opacity=alt.when(hover).then(alt.value(0.6)).otherwise(alt.value(0)),
            tooltip=[
                alt.Tooltip("step:Q", title=step, format=","),
                alt.Tooltip("loss_words:N", title=raw),
                alt.Tooltip("smoothed_words:N", title=smoothed),
            ],
        )
        .add_params(hover)
    )
    layers = _shaded(*marked) if marked else []
    return finished(alt.LayerChart(layer=[*layers, thin, thick, rule], data=losses), 320)


def accuracies(
    epochs: Sequence[EpochMetrics],
    names: Mapping[str, str],
    others: Mapping[str, Mapping[int, float]] | None = None,
) -> pd.DataFrame:
    """One row for each epoch and split: columns `epoch`, `split` and `accuracy` (0..1).

    Args:
        names: field of `EpochMetrics` -> what the learner calls it.
        others: what the learner calls a further split -> its accuracy by epoch.
    """
    rows = [
        (each.epoch, name, getattr(each, field)) for each in epochs for field, name in names.items()
    ]
    for name, by_epoch in (others or {}).items():
        rows += [(epoch, name, share) for epoch, share in sorted(by_epoch.items())]
    return pd.DataFrame(rows, columns=["epoch", "split", "accuracy"]).astype({"accuracy": float})


def accuracy_chart(
    long: pd.DataFrame | alt.NamedData = LATER,
    *,
    last_epoch: int,
    floor: float,
    epoch: str,
    accuracy: str,
    names: Sequence[str],
    marked: tuple[float, float] | None = None,
) -> alt.LayerChart:
    """Accuracy by epoch, one line a split.

    Args:
        long: from `accuracies`; left out where the same chart is shown again with other data.
        last_epoch: where the x-axis ends, from the first epoch on.
        floor: where the y-axis begins, from `accuracy_floor`.
        names: what the learner calls the splits, in the order of their colours.
        marked: the first and the last epoch that are shaded.
    """
    hover = _nearest("nearest_epoch")
    last = max(last_epoch, 2)
    base = alt.Chart().encode(
        x=alt.X(
            "epoch:Q",
            title=epoch,
            scale=alt.Scale(domain=[1, last], nice=False, padding=12),
            axis=alt.Axis(values=list(range(1, last + 1, -(-last // 10))), format="d"),
        ),
        y=alt.Y(
            "accuracy:Q",
            title=None,  # stands above the chart; a narrow one needs the room for its legend
            scale=alt.Scale(domain=[floor, 1.0], clamp=True),
            axis=alt.Axis(format=".0%"),
        ),
        color=alt.Color(
            "split:N",
            title=None,
            scale=alt.Scale(domain=list(names)),
            legend=alt.Legend(orient="top", columns=2, symbolSize=80),
        ),
        tooltip=[
            alt.Tooltip("split:N", title=" "),
            alt.Tooltip("epoch:Q", title=epoch, format="d"),
            alt.Tooltip("accuracy:Q", title=accuracy, format=PERCENT),
        ],
    )
    lines = base.mark_line(strokeWidth=3)
    points = base.mark_point(filled=True, opacity=1).encode(
        size=alt.when(hover).then(alt.value(140)).otherwise(alt.value(60)),
        shape=alt.Shape("split:N", title=None, scale=alt.Scale(domain=list(names))),
    )
    # An epoch's point stands at its end: half the way to its neighbours is shaded with it.
    layers = _shaded(marked[0] - 0.5, marked[1] + 0.5) if marked else []
    chart = alt.LayerChart(layer=[*layers, lines, points.add_params(hover)], data=long)
    return finished(chart, 320)


def learning_rate_chart(rates: pd.DataFrame, *, step: str, learning_rate: str) -> alt.Chart:
    """The learning rate over the steps of a run: columns `step`, `learning_rate`."""
    line: alt.Chart = (
        alt.Chart(rates)
        .mark_line(strokeWidth=3)
        .encode(
            x=alt.X("step:Q", title=step),
            y=alt.Y("learning_rate:Q", title=learning_rate, scale=alt.Scale(zero=True)),
            tooltip=[
                alt.Tooltip("step:Q", title=step, format=","),
                alt.Tooltip("learning_rate:Q", title=learning_rate, format=".3~r"),
            ],
        )
    )
    return finished(line, 160)
