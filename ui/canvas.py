"""The drawing canvas; the only place that knows `st_canvas`.

The drawing itself is Fabric's list of strokes, kept in `AppState` so that it is still there after
a look at another page; *Undo* and *Clear* shorten that list and draw the canvas anew from it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st
from streamlit_drawable_canvas import st_canvas

from ui.i18n import gettext as _
from ui.state import get_state

SIZE = 280  # CSS pixels; fits a 390-pixel screen with its margins
BRUSH = 20
PAPER, INK = "#ffffff", "#111111"


def draw(brush: int = BRUSH) -> np.ndarray | None:
    """The canvas with its own buttons; the drawing as RGBA, uint8 (280, 280, 4), or None."""
    state = get_state()
    if state.arrived:  # the canvas of the last visit to this page is gone; begin with its strokes
        _redraw(_strokes())
        state.arrived = False
    result = st_canvas(
        stroke_width=brush,
        stroke_color=INK,
        background_color=PAPER,
        width=SIZE,
        height=SIZE,
        drawing_mode="freedraw",
        initial_drawing=state.canvas_start,
        return_image_data=True,
        key=f"canvas_{state.canvas_version}",
    )
    if result.image_data is not None and result.json_data is not None:
        state.drawing = result.json_data
    _buttons()
    return result.image_data


def _buttons() -> None:
    strokes = _strokes()
    row = st.container(horizontal=True)
    row.button(
        _("Undo"),
        icon=":material/undo:",
        key="undo",
        on_click=lambda: _redraw(strokes[:-1]),
        disabled=not strokes,
    )
    row.button(
        _("Clear"),
        icon=":material/delete:",
        key="clear",
        on_click=lambda: _redraw([]),
        disabled=not strokes,
    )


def _strokes() -> list[dict[str, Any]]:
    drawing = get_state().drawing
    return list(drawing.get("objects", [])) if drawing else []


def _redraw(strokes: list[dict[str, Any]]) -> None:
    """Start a new canvas from these strokes."""
    state = get_state()
    state.drawing = {**(state.drawing or {}), "objects": strokes} if strokes else None
    state.canvas_start = state.drawing
    state.canvas_version += 1


def is_empty() -> bool:
    """Whether nothing has been drawn."""
    return not _strokes()
