"""A learner's click is done whole, whatever the browser asks for meanwhile.

Streamlit breaks a script off where a request for the whole page waits and the script touches its
state or draws.  It does so before and in the callbacks too, and that request knows nothing of the
click: it is lost, or done by half.
"""

from __future__ import annotations

import threading
from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.state.safe_session_state import SafeSessionState

_break_off_if_asked = ScriptRunner._maybe_handle_execution_control_request
_take_over_and_call_back = SafeSessionState.on_script_will_rerun
_thread = threading.local()


def finish_callbacks() -> None:
    """From now on a script is broken off after its callbacks, not before and not in them."""
    replaced: dict[tuple[type, str], Any] = {
        (ScriptRunner, "_maybe_handle_execution_control_request"): _break_off_later,
        (SafeSessionState, "on_script_will_rerun"): _undisturbed,
    }
    for (kind, name), method in replaced.items():
        setattr(kind, name, method)


def _undisturbed(state: SafeSessionState, *states: Any, **more: Any) -> None:
    _thread.calls_back = True
    try:
        _take_over_and_call_back(state, *states, **more)
    finally:
        _thread.calls_back = False


def _break_off_later(runner: ScriptRunner) -> None:
    if not getattr(_thread, "calls_back", False):
        _break_off_if_asked(runner)
