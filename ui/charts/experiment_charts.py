"""A prediction and what came out, in one chart.

Pure, as `charts`.
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from ui.charts.curves import LATER, finished

HEIGHT = 300
ROW = 24  # pixels, of a legend
# More lines than this cannot be told apart by colour: they are a bundle of one colour.
TOLD_APART = 5


def prediction_chart(
    curves: pd.DataFrame | alt.NamedData = LATER,
    *,
    xs: tuple[float, float],
    ys: tuple[float, float],
    share: bool,
    lines: Sequence[str],
    kinds: Sequence[str],
    x: str,
    y: str,
) -> alt.LayerChart:
    """Curves as they were measured, and dashed as they were sketched.

    Args:
        curves: columns `x`, `y` (float), `line` (one of ``lines``), `kind` (one of ``kinds``).
        xs, ys: the ends of the axes; what lies beyond is put on the edge.
        share: whether y is a share, to be written in percent.
        lines: what is to be told apart by colour; nothing where they are a bundle.
        kinds: the words for "measured" and "your sketch", or whatever is to be told apart by
            dash; for one there is no legend.
    """
    colour = alt.Color(
        "line:N",
        title=None,
        scale=alt.Scale(domain=list(lines)),
        legend=alt.Legend(orient="top", columns=1, labelLimit=0) if len(lines) > 1 else None,
    )
    dash = alt.StrokeDash(
        "kind:N",
        title=None,
        scale=alt.Scale(domain=list(kinds), range=[[1, 0], [7, 5]]),
        # below, for beside the lines' names there is no room in half a page
        legend=alt.Legend(orient="bottom", symbolSize=300) if len(kinds) > 1 else None,
    )
    base = (
        alt.Chart()
        .mark_line(strokeWidth=3, opacity=1.0 if lines else 0.45)
        .encode(
            x=alt.X(
                "x:Q",
                title=x,
                scale=alt.Scale(domain=list(xs), nice=False, padding=8),
                axis=alt.Axis(tickMinStep=1, format=",d"),
            ),
            y=alt.Y(
                "y:Q",
                title=y,
                scale=alt.Scale(domain=list(ys), clamp=True, nice=False),
                axis=alt.Axis(format=".0%" if share else ",~r"),
            ),
            strokeDash=dash,
            detail="line:N",
            tooltip=[
                alt.Tooltip("line:N", title=" "),
                alt.Tooltip("kind:N", title=" "),
                alt.Tooltip("x:Q", title=x, format=","),
                alt.Tooltip("y:Q", title=y, format=".1%" if share else ".3f"),
            ],
        )
    )
    layers = [base.encode(color=colour) if lines else base]
    # a legend takes its rows from the chart
    rows = (len(lines) if len(lines) > 1 else 0) + (len(kinds) > 1)
    return finished(alt.LayerChart(layer=layers, data=curves), HEIGHT + ROW * rows)
