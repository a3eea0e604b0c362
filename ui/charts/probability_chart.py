"""The ten probabilities of one answer as bars -> an Altair chart.  Pure, as `charts`."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from ui.charts.curves import LATER, finished
from ui.text import probability as as_words

# Beyond 1, for the number of the longest bar: "> 99.9%".
ROOM = 1.2


def probability_rows(probabilities: np.ndarray, highlighted: int | None = None) -> pd.DataFrame:
    """One row a digit: `digit`, `probability`, it in `words`, and its bar's `strength`.

    Args:
        probabilities: float, shape (10,), summing to 1.
        highlighted: the digit whose bar stands out; the most probable if none is named.
    """
    frame = pd.DataFrame({"digit": range(10), "probability": probabilities.astype(float)})
    frame["words"] = frame["probability"].map(as_words)
    if highlighted is None:
        stands_out = frame["probability"] == frame["probability"].max()
    else:
        stands_out = frame["digit"] == highlighted
    frame["strength"] = np.where(stands_out, 1.0, 0.45)
    return frame


def probabilities_chart(
    probabilities: np.ndarray | alt.NamedData = LATER,
    *,
    digit: str,
    probability: str,
    highlighted: int | None = None,
) -> alt.LayerChart:
    """Ten bars, 0 to 1, one of them in full colour.

    Args:
        probabilities: float, shape (10,), summing to 1; or `LATER`, for `probability_rows`.
        highlighted: the digit whose bar stands out; the most probable if none is named.
    """
    rows = (
        probabilities
        if isinstance(probabilities, alt.NamedData)
        else probability_rows(probabilities, highlighted)
    )
    base = alt.Chart(rows).encode(
        x=alt.X(
            "probability:Q",
            title=probability,
            scale=alt.Scale(domain=[0, ROOM], nice=False),
            axis=alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1]),
        ),
        y=alt.Y("digit:O", title=digit),
        tooltip=[
            alt.Tooltip("digit:O", title=digit),
            alt.Tooltip("words:N", title=probability),
        ],
    )
    bars = base.mark_bar(cornerRadiusEnd=3).encode(opacity=alt.Opacity("strength:Q", scale=None))
    numbers = base.mark_text(align="left", dx=4, color="currentColor").encode(text="words:N")
    return finished(alt.LayerChart(layer=[bars, numbers]), 280)
