"""The chart of ten probabilities, through its Vega-Lite specification."""

from __future__ import annotations

import numpy as np

from ui.charts.curves import LATER_NAME
from ui.charts.probability_chart import ROOM, probabilities_chart, probability_rows
from ui.text.percent import percent


def test_probability_words_near_the_ends() -> None:
    """What is not quite 0 or 100 % is not said to be."""
    probabilities = np.array([0.99996, 0.00004] + [0.0] * 8)
    spec = probabilities_chart(probabilities, digit="Digit", probability="Share").to_dict()
    words = [row["words"] for row in next(iter(spec["datasets"].values()))]
    assert words[:2] == [">\u00a099.9%", "<\u00a00.1%"]
    bars, numbers = spec["layer"]
    assert numbers["encoding"]["text"]["field"] == "words"
    assert bars["encoding"]["tooltip"][1]["field"] == "words"


def test_probability_chart_scale() -> None:
    """The probabilities have one scale, and the highest stands out."""
    probabilities = np.full(10, 0.02)
    probabilities[7] = 0.82
    spec = probabilities_chart(probabilities, digit="Digit", probability="Probability").to_dict()
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, ROOM]
    rows = next(iter(spec["datasets"].values()))
    assert [row["digit"] for row in rows if row["strength"] == 1] == [7]


def test_named_digit_stands_out() -> None:
    """Where the answer is known its bar stands out, however improbable it was held to be."""
    probabilities = np.full(10, 0.02)
    probabilities[7] = 0.82
    words = {"digit": "Digit", "probability": "Probability"}
    spec = probabilities_chart(probabilities, **words, highlighted=5).to_dict()
    rows = next(iter(spec["datasets"].values()))
    assert [row["digit"] for row in rows if row["strength"] == 1] == [5]


def test_probability_rows_match_chart() -> None:
    """Probabilities that come later have the rows that the chart expects."""
    words = {"digit": "Digit", "probability": "Probability"}
    spec = probabilities_chart(**words).to_dict()
    assert spec["data"] == {"name": LATER_NAME}
    probabilities = np.linspace(0, 0.2, 10)
    whole = probabilities_chart(probabilities, **words).to_dict()
    rows = probability_rows(probabilities).to_dict("records")
    assert rows == next(iter(whole["datasets"].values()))
    assert spec["layer"] == whole["layer"]


def test_probability_words_of_rounded_certainty() -> None:
    """float32 softmax gives 1.0 where the logits lie 20 apart."""
    rows = probability_rows(np.array([1, 0] + [0] * 8, dtype=np.float32))
    assert rows["words"].tolist()[:2] == [">\u00a099.9%", "<\u00a00.1%"]
    assert percent(1.0) == "100.0%" and percent(0.0) == "0.0%"  # an accuracy can be whole
