"""The One step page's charts, through their Vega-Lite specification."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ui.charts.step_charts import (
    BINS,
    changes_chart,
    losses_chart,
    rates_chart,
    sizes_chart,
    taken_chart,
    ten_bars_chart,
)


def rows(chart: Any, layer: int = 0) -> pd.DataFrame:
    """The data of one of a chart's layers."""
    spec = chart.to_dict()
    part = spec["layer"][layer] if "layer" in spec else spec
    name = part.get("data", spec.get("data"))["name"]
    return pd.DataFrame(spec["datasets"][name])


def test_ten_bars_chart_leaves_room() -> None:
    """For the numbers on both sides of 0."""
    values = np.array([-0.9, *[0.1] * 9])
    chart = ten_bars_chart(values, highlighted=0, digit="Digit", value="Value").to_dict()
    low, high = chart["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert low < -0.9 and high > 0.1
    data = next(iter(chart["datasets"].values()))
    assert [each["words"] for each in data][:2] == ["−0.900", "0.100"]


def test_losses_chart_order_and_mean() -> None:
    """The largest loss comes first, the mean is marked."""
    losses, labels = np.array([1.0, 3.0, 2.0]), np.array([7, 8, 9])
    chart = losses_chart(losses, labels, 2.0, image="Image", loss="Loss", label="Label")
    shown = rows(chart)
    assert shown["loss"].tolist() == [3.0, 2.0, 1.0]
    assert shown["label"].tolist() == [8, 9, 7] and shown["image"].tolist() == [2, 3, 1]
    assert rows(chart, 1)["mean"].tolist() == [2.0]


def test_sizes_chart_keeps_the_layers_order() -> None:
    chart = sizes_chart({"b": 1.0, "a": 2.0}, layer="Layer", size="Size").to_dict()
    assert chart["layer"][0]["encoding"]["y"]["sort"] == ["b", "a"]


def test_changes_chart_counts_every_weight_and_is_centred() -> None:
    shown = rows(changes_chart(np.array([-1.0, 0.0, 0.0, 0.5]), change="c", weights="w"))
    assert shown["count"].sum() == 4 and len(shown) == BINS
    assert shown.loc[BINS // 2, "count"] == 2
    assert rows(changes_chart(np.zeros(3), change="c", weights="w"))["count"].sum() == 3


def test_rates_chart_nan_and_ceiling() -> None:
    """What is no number is left out, what is too large is clipped."""
    rates = np.array([0.1, 1.0, 10.0])
    words = {"rate": "r", "loss": "l", "yours": "y", "unmoved": "u"}
    chart = rates_chart(rates, np.array([2.0, 500.0, np.nan]), 0.1, 2.3, **words)
    shown = rows(chart, 2)
    assert shown["loss"].tolist() == [2.0, 500.0]
    assert shown["shown"].max() == 3 * 2.3


def test_taken_chart_begins_before_the_first_step() -> None:
    chart = taken_chart([939, 940], [2.0, float("nan")], step="s", loss="l").to_dict()
    assert chart["layer"][0]["encoding"]["x"]["scale"]["domain"][0] == 938
    assert len(next(iter(chart["datasets"].values()))) == 1
