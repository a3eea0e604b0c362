"""The training charts, through their Vega-Lite specification."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ui import charts

WORDS = {"step": "Step", "loss": "Loss", "raw": "it's raw", "smoothed": "smoothed"}


def losses(values: list[float]) -> pd.DataFrame:
    return pd.DataFrame(
        {"step": range(1, len(values) + 1), "loss": values, "smoothed": values}
    ).astype({"loss": float, "smoothed": float})


def domains(spec: dict, channel: str) -> list[list[float]]:
    return [
        layer["encoding"][channel]["scale"]["domain"]
        for layer in spec["layer"]
        if "scale" in layer["encoding"].get(channel, {})
    ]


def test_the_loss_axis_stays_where_it_is_while_the_loss_falls() -> None:
    early = charts.loss_chart(losses([2.3, 2.2]), total_steps=938, **WORDS).to_dict()
    late = charts.loss_chart(losses([2.3, 0.4, 0.1]), total_steps=938, **WORDS).to_dict()
    assert domains(early, "y") == domains(late, "y") == [[0, 2.5], [0, 2.5]]
    assert domains(late, "x")[0] == [0, 938]


def test_a_huge_loss_climbs_the_ladder_and_an_infinite_one_does_not_break_it() -> None:
    assert charts.loss_ceiling(np.array([2.0, 40.0])) == 50.0
    assert charts.loss_ceiling(np.array([2.0, np.inf, np.nan])) == 2.5
    assert charts.loss_ceiling(np.array([])) == 2.5


def test_the_loss_chart_shows_exact_values_on_hover() -> None:
    spec = charts.loss_chart(losses([2.3, 0.4]), total_steps=2, **WORDS).to_dict()
    rule = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "rule")
    assert [tip["title"] for tip in rule["encoding"]["tooltip"]] == ["Step", "it's raw", "smoothed"]
    assert spec["params"][0]["select"]["nearest"]


def test_an_empty_chart_is_a_chart() -> None:
    spec = charts.loss_chart(losses([]), total_steps=938, **WORDS).to_dict()
    assert len(spec["layer"]) == 3


@pytest.mark.parametrize(("lowest", "floor"), [(0.95, 0.9), (0.85, 0.8), (0.6, 0.5), (0.1, 0.0)])
def test_the_accuracy_axis_starts_on_a_rung(lowest: float, floor: float) -> None:
    assert charts.accuracy_floor([lowest, 0.99]) == floor


def test_the_accuracy_chart_names_its_lines_and_spans_all_epochs() -> None:
    epochs = pd.DataFrame({"epoch": [1, 2], "train": [0.9, 0.95], "test": [0.92, 0.96]})
    spec = charts.accuracy_chart(
        epochs,
        total_epochs=5,
        epoch="Epoch",
        accuracy="Accuracy",
        names={"train": "Training set", "test": "Test set"},
    ).to_dict()
    encoding = spec["layer"][0]["encoding"]
    assert encoding["x"]["scale"]["domain"] == [1, 5]
    assert encoding["color"]["scale"]["domain"] == ["Training set", "Test set"]
    assert encoding["strokeDash"]["field"] == "split"  # not by colour alone


def test_the_probabilities_have_one_scale_and_the_highest_stands_out() -> None:
    probabilities = np.full(10, 0.02)
    probabilities[7] = 0.82
    spec = charts.probabilities_chart(
        probabilities, digit="Digit", probability="Probability"
    ).to_dict()
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 1.14]
    rows = next(iter(spec["datasets"].values()))
    assert [row["digit"] for row in rows if row["highest"]] == [7]
