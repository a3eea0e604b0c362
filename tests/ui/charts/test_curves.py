"""The training charts, through their Vega-Lite specification."""

from __future__ import annotations

import re
from pathlib import Path

import altair as alt
import numpy as np
import pandas as pd
import pytest

from mnist_core.tracking.metrics import EpochMetrics
from ui.charts import curves

WORDS = {"step": "Step", "loss": "Loss", "raw": "it's raw", "smoothed": "smoothed"}


def losses(values: list[float]) -> pd.DataFrame:
    return pd.DataFrame(
        {"step": range(1, len(values) + 1), "loss": values, "smoothed": values}
    ).astype({"loss": float, "smoothed": float})


def loss_chart(values: list[float]) -> dict:
    frame = losses(values)
    ceiling = curves.loss_ceiling(frame["loss"].to_numpy())
    return curves.loss_chart(frame, last_step=938, ceiling=ceiling, **WORDS).to_dict()


def domains(spec: dict, channel: str) -> list[list[float]]:
    return [
        layer["encoding"][channel]["scale"]["domain"]
        for layer in spec["layer"]
        if "scale" in layer["encoding"].get(channel, {})
    ]


def test_loss_axis_stays() -> None:
    """The loss axis stays where it is while the loss falls."""
    early = loss_chart([2.3, 2.2])
    late = loss_chart([2.3, 0.4, 0.1])
    assert domains(early, "y") == domains(late, "y") == [[0, 2.5], [0, 2.5]]
    assert domains(late, "x")[0] == [0, 938]


def test_loss_axis_of_huge_loss() -> None:
    """A huge loss climbs the ladder and an infinite one does not break it."""
    assert curves.loss_ceiling(np.array([2.0, 40.0])) == 50.0
    assert curves.loss_ceiling(np.array([2.0, np.inf, np.nan])) == 2.5
    assert curves.loss_ceiling(np.array([])) == 2.5


def test_loss_axis_in_powers_of_ten() -> None:
    """A loss that runs away is seen in powers of ten."""
    values = [2.3, 40.0, 1e5, 1e14, 1.5e33]
    ceiling = curves.loss_ceiling(np.array(values))
    spec = curves.loss_chart(losses(values), last_step=5, ceiling=ceiling, **WORDS).to_dict()
    assert domains(spec, "x")[0] == [0, 5]
    y = spec["layer"][0]["encoding"]["y"]
    assert y["scale"]["type"] == "log"
    low, high = y["scale"]["domain"]
    assert 0 < low < min(values) and max(values) <= high
    assert len(y["axis"]["values"]) <= 5
    assert '"10", "100", "10³"' in y["axis"]["labelExpr"]


def test_loss_legend_is_not_pale() -> None:
    """The legend of the losses is not as pale as the thin line."""
    thin = loss_chart([2.3, 0.4])["layer"][0]
    assert thin["mark"]["opacity"] < 1
    assert thin["encoding"]["color"]["legend"]["symbolOpacity"] == 1


def test_the_loss_chart_shows_exact_values_on_hover() -> None:
    spec = loss_chart([2.3, 0.4])
    rule = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "rule")
    assert [tip["title"] for tip in rule["encoding"]["tooltip"]] == ["Step", "it's raw", "smoothed"]
    assert spec["params"][0]["select"]["nearest"]


def test_an_empty_chart_is_a_chart() -> None:
    spec = loss_chart([])
    assert len(spec["layer"]) == 3


@pytest.mark.parametrize(("lowest", "floor"), [(0.95, 0.9), (0.85, 0.8), (0.6, 0.5), (0.1, 0.0)])
def test_the_accuracy_axis_starts_on_a_rung(lowest: float, floor: float) -> None:
    assert curves.accuracy_floor([lowest, 0.99]) == floor


def test_accuracy_chart_lines_and_epochs() -> None:
    """The accuracy chart names its lines and spans all epochs."""
    epochs = [
        EpochMetrics(1, 0.3, 0.9, 0.2, 0.92, 1e-3),
        EpochMetrics(2, 0.1, 0.95, 0.1, 0.96, 1e-3),
    ]
    names = {"train_accuracy": "Training set", "held_out_accuracy": "Test set"}
    long = curves.accuracies(epochs, names)
    assert long.to_dict("list") == {
        "epoch": [1, 1, 2, 2],
        "split": ["Training set", "Test set"] * 2,
        "accuracy": [0.9, 0.92, 0.95, 0.96],
    }
    chart = curves.accuracy_chart(
        long, last_epoch=5, floor=0.9, epoch="Epoch", accuracy="Accuracy", names=[*names.values()]
    )
    spec = chart.to_dict()
    encoding = spec["layer"][0]["encoding"]
    assert encoding["x"]["scale"]["domain"] == [1, 5]
    assert encoding["x"]["axis"]["values"] == [1, 2, 3, 4, 5]
    assert encoding["color"]["scale"]["domain"] == ["Training set", "Test set"]
    assert encoding["color"]["legend"]["columns"] == 2  # three names do not fit into a row
    assert spec["layer"][1]["encoding"]["shape"]["field"] == "split"  # not by colour alone


def test_empty_chart_has_no_row() -> None:
    """A chart that waits for its data holds no row of its own."""
    spec = curves.loss_chart(last_step=9, ceiling=2.5, **WORDS).to_dict()
    assert spec["data"] == {"name": curves.LATER_NAME}
    assert not spec.get("datasets")


def test_no_epoch_makes_an_empty_table_with_its_columns() -> None:
    assert list(curves.accuracies([], {"train_accuracy": "a"})) == ["epoch", "split", "accuracy"]


def test_axis_end_labels() -> None:
    """Streamlit's theme would push them inwards, off the row or the line that they name."""
    rates = pd.DataFrame({"step": [1, 2], "learning_rate": [1e-3, 1e-4]})
    losses = curves.loss_chart(last_step=9, ceiling=2.5, **WORDS)
    schedule = curves.learning_rate_chart(rates, step="Step", learning_rate="Learning rate")
    for chart in (losses, schedule):
        assert chart.to_dict()["config"]["axis"]["labelFlush"] is False


def test_no_mark_shows_the_raw_columns_of_its_data() -> None:
    """Streamlit's theme gives every mark without a tooltip one of all its fields."""
    chart = curves.finished(alt.Chart(pd.DataFrame({"a": [1]})).mark_rule(), 100)
    config = chart.to_dict()["config"]
    assert config["mark"] == {"tooltip": None}
    assert config["axis"]["aria"] is False and config["legend"]["aria"] is False
    for path in Path(curves.__file__).parent.glob("*.py"):
        source = path.read_text(encoding="utf-8")
        drawn = len(re.findall(r"-> alt\.(?:Layer)?Chart:", source))
        assert drawn == len(re.findall(r"return finished\(", source)), path.name


def test_marked_part_is_one_band_behind_the_curves() -> None:
    """Half an epoch to each side of its points; drawn once, however many rows the data has."""
    names = ["Training set", "Test set"]
    words = {"epoch": "Epoch", "accuracy": "Accuracy", "names": names}
    spec = curves.accuracy_chart(last_epoch=9, floor=0.9, marked=(3, 5), **words).to_dict()
    band, *rest = spec["layer"]
    assert band["mark"]["type"] == "rect" and band["mark"]["clip"]
    assert (band["encoding"]["x"]["datum"], band["encoding"]["x2"]["datum"]) == (2.5, 5.5)
    assert [part["op"] for part in band["transform"][0]["aggregate"]] == ["count"]
    plain = curves.accuracy_chart(last_epoch=9, floor=0.9, **words).to_dict()
    assert [each["mark"] for each in rest] == [each["mark"] for each in plain["layer"]]
    losses = curves.loss_chart(last_step=9, ceiling=2.5, marked=(2, 4), **WORDS).to_dict()
    encoding = losses["layer"][0]["encoding"]
    assert (encoding["x"]["datum"], encoding["x2"]["datum"]) == (2, 4)
