"""A script is broken off after its callbacks, not in them."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.state.safe_session_state import SafeSessionState

from ui.shell import callbacks

RUNNER: Any = object()
STATE: Any = object()


def test_no_break_within_callbacks(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(callbacks, "_break_off_if_asked", asked.append)

    def call_back(state: object, clicked: str) -> None:
        assert (state, clicked) == (STATE, "clicked")
        callbacks._break_off_later(RUNNER)
        assert asked == []
        raise RuntimeError("the callback fails")

    monkeypatch.setattr(callbacks, "_take_over_and_call_back", call_back)
    with pytest.raises(RuntimeError, match="the callback fails"):
        callbacks._undisturbed(STATE, "clicked")
    callbacks._break_off_later(RUNNER)
    assert asked == [RUNNER]


def test_streamlit_has_both_methods(monkeypatch: pytest.MonkeyPatch) -> None:
    methods = [
        (ScriptRunner, "_maybe_handle_execution_control_request"),
        (SafeSessionState, "on_script_will_rerun"),
    ]
    for kind, name in methods:  # to be put back after the test
        monkeypatch.setattr(kind, name, getattr(kind, name))
    callbacks.finish_callbacks()
    assert [getattr(*each) for each in methods] == [
        callbacks._break_off_later,
        callbacks._undisturbed,
    ]
