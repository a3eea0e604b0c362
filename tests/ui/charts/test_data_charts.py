"""The Data page's charts, through their Vega-Lite specification."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from ui.charts.data_charts import balance_chart, estimate_chart, pixel_chart, pixel_frame

WORDS = {"value": "Value", "share": "Share", "mean_word": "it's the mean", "band_word": "Band"}


def rows(spec: dict[str, Any], layer: int) -> list[dict[str, Any]]:
    name = spec["layer"][layer].get("data", spec.get("data"))["name"]
    return spec["datasets"][name]


def levels() -> np.ndarray:
    """A picture set of which four fifths are paper."""
    counts = np.ones(256, dtype=np.int64)
    counts[0] = 1020
    return counts


def test_balance_chart_compares_shares() -> None:
    """Balance compares shares so that splits of different size can be compared."""
    counts = {"Train": np.full(10, 60), "Test": np.array([5, 15] + [10] * 8)}
    spec = balance_chart(counts, digit="Digit", share="Share", images="Images").to_dict()
    bars = {(row["split"], row["digit"]): row["share"] for row in rows(spec, 0)}
    assert bars["Train", 3] == pytest.approx(0.1)
    assert bars["Test", 0] == pytest.approx(0.05) and bars["Test", 1] == pytest.approx(0.15)
    assert spec["layer"][0]["encoding"]["color"]["scale"]["domain"] == ["Train", "Test"]
    assert rows(spec, 1) == [{"share": 0.1}]


def test_the_bars_of_the_histogram_hold_every_pixel_once() -> None:
    frame = pixel_frame(levels(), mean=0.5, std=0.25)
    assert frame["share"].sum() == pytest.approx(1)
    assert frame["share"][0] == pytest.approx((1020 + 7) / levels().sum())
    assert (frame["end"][:-1].to_numpy() == frame["start"][1:].to_numpy()).all()


def test_normalising_moves_and_stretches_and_does_nothing_else() -> None:
    frame = pixel_frame(levels(), mean=0.5, std=0.25)
    assert frame["start_after"][0] == pytest.approx(-2)
    width, width_after = frame["end"] - frame["start"], frame["end_after"] - frame["start_after"]
    np.testing.assert_allclose(width_after, width / 0.25)


def test_before_and_after_share_one_axis() -> None:
    frame = pixel_frame(levels(), mean=0.1307, std=0.3081)
    before = pixel_chart(frame, mean=0.1307, std=0.3081, after=False, **WORDS).to_dict()
    after = pixel_chart(frame, mean=0.0, std=1.0, after=True, **WORDS).to_dict()
    domains = [spec["layer"][1]["encoding"]["x"]["scale"]["domain"] for spec in (before, after)]
    assert domains[0] == domains[1]
    low, high = domains[0]
    assert low <= frame["start_after"].min() and frame["end_after"].max() <= high
    assert rows(after, 0) == [{"low": -1.0, "mean": 0.0, "high": 1.0}]


def test_quotation_mark_in_expression() -> None:
    """A word with a quotation mark does not break the expression."""
    frame = pixel_frame(levels(), mean=0.1307, std=0.3081)
    spec = pixel_chart(frame, mean=0.1307, std=0.3081, after=False, **WORDS).to_dict()
    assert spec["layer"][2]["transform"] == [{"calculate": '"it\'s the mean"', "as": "name"}]


@pytest.mark.parametrize("images", [[], [1], [1, 10, 60_000]])
def test_estimate_chart_axes_stay(images: list[int]) -> None:
    """The axes of the estimate do not move while it is counted."""
    estimates = pd.DataFrame({"images": images, "name": "Mean", "value": 0.13}).astype(
        {"images": int, "name": str, "value": float}
    )
    spec = estimate_chart(
        estimates,
        total=60_000,
        targets={"Mean": 0.1307, "Spread": 0.3081},
        images="Images",
        value="Value",
    ).to_dict()
    line = spec["layer"][1]["encoding"]
    assert line["x"]["scale"]["domain"] == [1, 60_000]
    assert line["y"]["scale"]["domain"] == [0, 0.4]
    goals = spec["layer"][0]["data"]["values"]
    assert [goal["value"] for goal in goals] == [0.1307, 0.3081]
    assert len(rows(spec, 1)) == len(images)


def test_the_estimate_can_be_made_before_its_data() -> None:
    """Altair would put a row of nothing in the place of data that are left out."""
    spec = estimate_chart(total=10, targets={"Mean": 0.1}, images="Images", value="Value").to_dict()
    assert spec["layer"][1]["data"] == spec["layer"][2]["data"] == {"name": "estimates"}
    assert "datasets" not in spec
