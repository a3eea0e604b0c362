"""The program is handed over as text, and a button that was not shown is not heard."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from ui.components.explained_code import Answer, AnswerButton, ExplainedLine, explained_code
from ui.session.key import Key

module = importlib.import_module("ui.components.explained_code")
KEY = Key[dict[str, object]]("program")
LINES = [
    ExplainedLine("x = 1", (Answer("sets `x`", button=AnswerButton("Try", "try_x")),)),
    ExplainedLine(""),
]

pytestmark = pytest.mark.usefixtures("visit")


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    given: dict[str, Any] = {}
    monkeypatch.setattr(module, "_component", given.update)
    return given


def test_lines_as_they_are(shown: dict[str, Any]) -> None:
    explained_code(LINES, KEY)
    first, blank = shown["data"]["lines"]
    assert first["code"] == "x = 1" and first["answers"][0]["words"] == "sets `x`"
    assert first["answers"][0]["button"] == {"label": "Try", "name": "try_x"}
    assert blank == {"code": "", "answers": ()}


@pytest.mark.parametrize(
    ("result", "heard"),
    [
        ({"asked": "try_x"}, ["try_x"]),
        ({"asked": "rm"}, []),
        ({"asked": ["try_x"]}, []),
        (None, []),
    ],
)
def test_only_buttons_that_are_shown_are_heard(
    shown: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    result: dict[str, object] | None,
    heard: list[str],
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(module, "widget", lambda key: result)
    explained_code(LINES, KEY, on_ask=asked.append)
    shown["on_asked_change"]()
    assert asked == heard
