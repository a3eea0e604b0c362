"""One object for each run of the script."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from ui.session.script_run import script_run


def page() -> None:
    import streamlit as st

    from ui.session.script_run import script_run

    st.session_state.setdefault("runs", []).append((script_run(), script_run()))


def test_another_object_in_each_run() -> None:
    assert script_run() is None
    app = AppTest.from_function(page).run().run()
    (first, again), (second, _) = app.session_state["runs"]
    assert first is again is not None
    assert second is not first
