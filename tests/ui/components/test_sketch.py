"""The empty chart as the browser is given it, and what is heard of it."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from ui.components.sketch import SketchAxes, Tick, sketch
from ui.session.key import Key

module = importlib.import_module("ui.components.sketch")
KEY = Key[dict[str, object]]("sketch")
AXES = SketchAxes(
    xs=[1, 2, 3],
    x_title="Epoch",
    x_ticks=[Tick(1, "1")],
    lowest=0,
    highest=1,
    y_title="Accuracy",
    y_ticks=[Tick(0, "0%"), Tick(1, "100%")],
    share=True,
)

pytestmark = pytest.mark.usefixtures("visit")


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    given: dict[str, Any] = {}
    monkeypatch.setattr(module, "_component", given.update)
    return given


def test_two_lines_differ_in_colour_and_dash(shown: dict[str, Any]) -> None:
    sketch("one", AXES, ["training", "test"], [[None] * 3] * 2, KEY, on_change=print)
    first, second = shown["data"]["lines"]
    assert first["label"] == "training" and second["label"] == "test"
    assert first["colour"] != second["colour"] and not first["dashed"] and second["dashed"]
    assert shown["data"]["y_ticks"][1] == {"at": 1, "label": "100%"}


@pytest.mark.parametrize("result", [{"heights": [[0.1, None, 0.3]]}, {}, None])
def test_the_browsers_word_is_passed_on_unread(
    shown: dict[str, Any], monkeypatch: pytest.MonkeyPatch, result: dict[str, object] | None
) -> None:
    heard: list[object] = []
    monkeypatch.setattr(module, "widget", lambda key: result)
    sketch("one", AXES, [""], [[None] * 3], KEY, on_change=heard.append)
    shown["on_heights_change"]()
    assert heard == [(result or {}).get("heights")]
