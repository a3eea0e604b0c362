"""The Evaluate page's charts, through their Vega-Lite specification."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from ui.charts.evaluation_charts import (
    CELL_SELECTION,
    RIGHT,
    STRONGEST,
    confusion_cells,
    confusion_chart,
    score_floor,
    scores_chart,
)

WORDS = {
    "true": "The digit is",
    "predicted": "The model reads",
    "images": "Images",
    "share": "Share",
    "right": "right",
    "wrong": "mistakes",
}
KINDS = {
    "right": "right",
    "wrong": "mistakes",
    "cell_words": "{true} read as {predicted} (images: {count:,})",
}


def confusion(*mistakes: tuple[int, int, int]) -> np.ndarray:
    """1,000 right answers a digit and these mistakes (true, predicted, count)."""
    matrix = np.diag(np.full(10, 1000))
    for true, predicted, count in mistakes:
        matrix[true, predicted] = count
    return matrix


def cells(matrix: np.ndarray) -> dict[tuple[int, int], dict[str, Any]]:
    rows = confusion_cells(matrix, chosen=(4, 9), **KINDS).to_dict("records")
    return {(row["true"], row["predicted"]): row for row in rows}


def test_confusion_chart_rows_and_columns() -> None:
    """A row is a true digit, and a column an answer."""
    cell = cells(confusion((4, 9, 25)))[4, 9]
    assert cell["count"] == 25
    assert cell["share"] == pytest.approx(25 / 1025)


def test_mistakes_stand_out_although_right_answers_are_many_more() -> None:
    found = cells(confusion((4, 9, 25), (7, 2, 1)))
    assert found[4, 9]["strength"] == pytest.approx(STRONGEST)
    assert 0 < found[7, 2]["strength"] < found[4, 9]["strength"]
    assert found[3, 3]["strength"] == RIGHT < found[7, 2]["strength"] + RIGHT
    assert 0 < found[0, 1]["strength"] < 0.01  # to be hit by a click, and not to be seen


def test_confusion_chart_without_mistakes() -> None:
    """A model without a mistake and a digit without an image can be drawn."""
    matrix = confusion()
    matrix[8, 8] = 0
    frame = confusion_cells(matrix, chosen=(0, 0), **KINDS)
    assert np.isfinite(frame[["share", "strength"]].to_numpy()).all()


def test_a_cell_can_be_clicked() -> None:
    spec = confusion_chart(**WORDS).to_dict()
    (parameter,) = spec["params"]
    assert parameter["name"] == CELL_SELECTION
    assert parameter["select"]["fields"] == ["true", "predicted"]


def test_confusion_chart_cells() -> None:
    """The chosen cell is framed and each is told in words."""
    found = cells(confusion((4, 9, 1025)))
    assert [place for place, cell in found.items() if cell["chosen"]] == [(4, 9)]
    assert found[4, 9]["words"] == "4 read as 9 (images: 1,025)"
    assert found[4, 9]["kind"] == "mistakes" and found[4, 4]["kind"] == "right"


def test_the_chart_can_be_made_before_its_data() -> None:
    """Altair would put a row of nothing in the place of data that are left out."""
    spec = confusion_chart(**WORDS).to_dict()
    assert spec["data"] == {"name": "cells"}
    assert "datasets" not in spec and all("data" not in layer for layer in spec["layer"])


def test_the_chart_reads_what_the_cells_hold() -> None:
    held = set(confusion_cells(confusion(), chosen=(0, 0), **KINDS).columns)
    spec = confusion_chart(**WORDS).to_dict()
    fields = {
        channel["field"]
        for layer in spec["layer"]
        for channels in layer["encoding"].values()
        for channel in (channels if isinstance(channels, list) else [channels])
        if "field" in channel
    }
    assert fields <= held


def test_numbers_take_the_pages_own_text_colour() -> None:
    spec = confusion_chart(**WORDS).to_dict()
    text = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "text")
    assert text["mark"]["color"] == "currentColor"


@pytest.mark.parametrize(
    ("scores", "floor"), [([0.97, 0.99], 0.95), ([0.93], 0.9), ([0.4], 0.0), ([], 0.95)]
)
def test_the_axis_of_scores_begins_below_all_of_them(scores: list[float], floor: float) -> None:
    assert score_floor(scores) == floor


def test_precision_recall_chart_axis() -> None:
    """Precision and recall share one axis with the line between them."""
    frame = pd.DataFrame(
        {"digit": range(10), "precision": np.full(10, 0.98), "recall": np.full(10, 0.93)}
    )
    spec = scores_chart(
        frame, names={"precision": "Precision", "recall": "Recall"}, digit="Digit", score="Score"
    ).to_dict()
    domains = [layer["encoding"]["y"]["scale"]["domain"] for layer in spec["layer"]]
    assert domains == [[0.9, 1.0], [0.9, 1.0]]
    assert spec["layer"][0]["encoding"]["y2"]["field"] == "recall"
    dots = spec["layer"][1]["encoding"]
    assert dots["shape"]["field"] == dots["color"]["field"] == "kind"  # not by colour alone


def test_precision_recall_chart_missing_score() -> None:
    """A score that there is not has no dot and does not move the axis."""
    frame = pd.DataFrame(
        {"digit": range(10), "precision": [np.nan] + [0.98] * 9, "recall": np.full(10, 0.96)}
    )
    names = {"precision": "Precision", "recall": "Recall"}
    spec = scores_chart(frame, names=names, digit="Digit", score="Score").to_dict()
    assert spec["layer"][1]["encoding"]["y"]["scale"]["domain"] == [0.95, 1.0]
    joints, dots = (spec["datasets"][layer["data"]["name"]] for layer in spec["layer"])
    assert len(joints) == 9 and len(dots) == 19


def test_every_label_stands_on_its_line() -> None:
    spec = confusion_chart(**WORDS).to_dict()
    assert spec["config"]["axis"]["labelFlush"] is False
