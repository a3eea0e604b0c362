"""The chart of a prediction, through its Vega-Lite specification."""

from __future__ import annotations

from typing import Any

import pytest

from ui.charts.experiment_charts import prediction_chart


def spec(lines: tuple[str, ...], *, share: bool = False) -> dict[str, Any]:
    chart = prediction_chart(
        xs=(1, 10),
        ys=(0, 3),
        share=share,
        lines=lines,
        kinds=("measured", "your sketch"),
        x="Step",
        y="Loss",
    )
    (layer,) = chart.to_dict()["layer"]
    return dict(layer)


def test_a_sketch_is_dashed() -> None:
    dash = spec(("one",))["encoding"]["strokeDash"]["scale"]
    assert dash == {"domain": ["measured", "your sketch"], "range": [[1, 0], [7, 5]]}


@pytest.mark.parametrize(("lines", "legend"), [(("one",), False), (("one", "two"), True)])
def test_only_several_lines_have_a_legend(lines: tuple[str, ...], legend: bool) -> None:
    assert (spec(lines)["encoding"]["color"]["legend"] is not None) is legend


def test_a_bundle_has_one_pale_colour() -> None:
    layer = spec(())
    assert "color" not in layer["encoding"] and layer["mark"]["opacity"] < 1


def test_shares_are_in_percent() -> None:
    assert spec(("one",), share=True)["encoding"]["y"]["axis"]["format"] == ".0%"
