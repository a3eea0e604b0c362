"""The Evaluate page's charts: numbers and the words for them -> an Altair chart.

Pure, as `charts`.  Colours are the theme's first two, laid on thin enough that the theme's text
can be read on them, in the light and in the dark.
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from ui.charts.curves import finished

CELL_SELECTION = "cell"
CELLS = alt.NamedData(name="cells")
FAINTEST, STRONGEST, RIGHT = 0.12, 0.6, 0.16
UNSEEN = 0.001  # a cell without a mistake can be clicked, and not be seen
# Floors of the scores' axis: the highest below all scores is taken.
SCORE_FLOORS = (0.95, 0.9, 0.8, 0.5, 0.0)


def confusion_cells(
    confusion: np.ndarray, *, chosen: tuple[int, int], right: str, wrong: str, cell_words: str
) -> pd.DataFrame:
    """The matrix as the chart takes it: one row a cell.

    The right answers all get the same light tint; among the mistakes the commonest is strongest,
    so that 20 mistakes are not lost beside 1,000 right answers.

    Args:
        confusion: int (10, 10), rows true, columns predicted.
        chosen: the true and the predicted digit of the framed cell.
        right, wrong: what the diagonal and the rest are called.
        cell_words: a cell in words, with `{true}`, `{predicted}` and `{count}`, for those who
            hear the page.

    Returns:
        Columns `true`, `predicted`, `count`, `share` (of the true digit's images), `strength` (of
        the tint, 0 to 1), `kind`, `chosen` and `words`.
    """
    true, predicted = np.indices(confusion.shape)
    on_diagonal = true == predicted
    largest = max(int(confusion[~on_diagonal].max()), 1)
    strength = FAINTEST + (STRONGEST - FAINTEST) * np.sqrt(confusion / largest)
    strength = np.where(on_diagonal, RIGHT, np.where(confusion > 0, strength, UNSEEN))
    there = np.maximum(confusion.sum(axis=1, keepdims=True), 1)
    return pd.DataFrame(
        {
            "true": true.ravel(),
            "predicted": predicted.ravel(),
            "count": confusion.ravel(),
            "share": (confusion / there).ravel(),
            "strength": strength.ravel(),
            "kind": np.where(on_diagonal, right, wrong).ravel(),
            "chosen": ((true == chosen[0]) & (predicted == chosen[1])).ravel(),
            "words": [
                cell_words.format(true=row, predicted=column, count=confusion[row, column])
                for row, column in np.ndindex(confusion.shape)
            ],
        }
    )


def confusion_chart(
    cells: pd.DataFrame | alt.NamedData = CELLS,
    *,
    true: str,
    predicted: str,
    images: str,
    share: str,
    right: str,
    wrong: str,
) -> alt.LayerChart:
    """The confusion matrix, its mistakes tinted by how common they are; a cell can be clicked.

    Args:
        cells: from `confusion_cells`; left out where the same chart is shown with other data,
            under the name `cells`.
        true, predicted: the axes' titles.
        images, share: what a cell counts, and its share of the true digit's images.
        right, wrong: as in `confusion_cells`.
    """
    cell = alt.selection_point(
        name=CELL_SELECTION, fields=["true", "predicted"], on="click", clear=False, toggle=False
    )
    gaps = alt.Scale(paddingInner=0.06)
    color = alt.Color(
        "kind:N",
        title=None,
        scale=alt.Scale(domain=[right, wrong]),
        legend=alt.Legend(orient="bottom", symbolOpacity=0.6),
    )
    base = alt.Chart(cells).encode(
        x=alt.X(
            "predicted:O",
            title=predicted,
            scale=gaps,
            axis=alt.Axis(labelAngle=0, orient="top"),
        ),
        y=alt.Y("true:O", title=true, scale=gaps),
        tooltip=[
            alt.Tooltip("true:O", title=true),
            alt.Tooltip("predicted:O", title=predicted),
            alt.Tooltip("count:Q", title=images, format=","),
            alt.Tooltip("share:Q", title=share, format=".1%"),
        ],
    )
    tiles = (
        base.mark_rect(cursor="pointer", cornerRadius=4)
        .encode(
            color=color,
            fillOpacity=alt.FillOpacity("strength:Q", scale=None),
            description="words:N",
        )
        .add_params(cell)
    )
    frame_of_cell = (
        base.mark_rect(filled=False, strokeWidth=3, cornerRadius=4, aria=False)
        .encode(color=color)
        .transform_filter("datum.chosen")
    )
    numbers = base.mark_text(
        fontSize=13, cursor="pointer", color="currentColor", aria=False
    ).encode(
        text=alt.Text("count:Q", format=","),
        opacity=alt.when("datum.count == 0").then(alt.value(0.25)).otherwise(alt.value(1)),
    )
    return finished(alt.LayerChart(layer=[tiles, frame_of_cell, numbers]), 460)


def score_floor(scores: Sequence[float]) -> float:
    """Where the scores' axis begins: the highest floor below all of them."""
    lowest = min(scores, default=1.0)
    return next((floor for floor in SCORE_FLOORS if lowest >= floor), 0.0)


def scores_chart(
    scores: pd.DataFrame, *, names: dict[str, str], digit: str, score: str
) -> alt.LayerChart:
    """Precision and recall of each digit: two dots joined by a line.

    Args:
        scores: columns `digit`, then one column (0 to 1, NaN where there is none) for each of
            `names`.
        names: column -> what the learner calls it.
    """
    long = scores.melt("digit", list(names), "kind", "score").replace({"kind": names}).dropna()
    domain = [score_floor(long["score"].tolist()), 1.0]
    y = alt.Y(
        "score:Q",
        title=score,
        scale=alt.Scale(domain=domain, nice=False),
        axis=alt.Axis(format=".0%"),
    )
    x = alt.X("digit:O", title=digit, axis=alt.Axis(labelAngle=0))
    first, second = names
    # A rule is drawn from 0 unless told that its axis need not begin there.
    rule_scale = alt.Scale(domain=domain, nice=False)
    joints = (
        alt.Chart(scores.dropna())
        .mark_rule(strokeWidth=2, opacity=0.5, color="gray")
        .encode(x=x, y=alt.Y(f"{first}:Q", title=score, scale=rule_scale), y2=f"{second}:Q")
    )
    dots = (
        alt.Chart(long)
        .mark_point(filled=True, size=130, opacity=1)
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                "kind:N",
                title=None,
                scale=alt.Scale(domain=list(names.values())),
                legend=alt.Legend(orient="top"),
            ),
            shape=alt.Shape("kind:N", title=None, scale=alt.Scale(domain=list(names.values()))),
            tooltip=[
                alt.Tooltip("kind:N", title=" "),
                alt.Tooltip("digit:O", title=digit),
                alt.Tooltip("score:Q", title=score, format=".2%"),
            ],
        )
    )
    return finished(alt.LayerChart(layer=[joints, dots]), 300)
