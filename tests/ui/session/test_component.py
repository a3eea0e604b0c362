"""A component is made when it is first shown, and once."""

from __future__ import annotations

import pytest
import streamlit as st

from ui.session.component import component


def test_nothing_is_made_before_it_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[str, object]] = []

    def make(name: str, **parts: object) -> object:
        made.append((name, parts))
        return lambda **options: options

    monkeypatch.setattr(st.components.v2, "component", make)
    shown = component("one", html="<p></p>", js="export default () => {}")
    assert made == []
    assert shown(key="a") == {"key": "a"} and shown(key="b") == {"key": "b"}
    assert made == [("one", {"html": "<p></p>", "css": None, "js": "export default () => {}"})]
