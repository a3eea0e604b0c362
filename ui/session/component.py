"""A component of our own in the browser, made when a page first shows it.

`app.py` is read before the server has anywhere to put one.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import streamlit as st


def component(
    name: str, *, html: str | None = None, css: str | None = None, js: str | None = None
) -> Callable[..., Any]:
    """As `st.components.v2.component`, but nothing happens before the first call."""

    @functools.cache
    def made() -> Callable[..., Any]:
        return st.components.v2.component(name, html=html, css=css, js=js)

    return lambda **options: made()(**options)
