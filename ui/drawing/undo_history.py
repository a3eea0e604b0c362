"""The states of the drawing, so that *Undo* finds them; and which of them are taken in."""

from __future__ import annotations

from typing import Any

from mnist_core.errors import DrawingError
from ui.components import read_strokes
from ui.drawing import keys
from ui.drawing.state import DrawingState, get_draw_state
from ui.session import widget
from ui.shell import forget_seen, notify

SIZE = 280  # CSS pixels; fits a 390-pixel screen with its margins
MAX_STATES = 60
HISTORY_POINTS = 120_000  # a drawing of sixty strokes with every one of its states has fewer


def receive(drawing: Any) -> None:
    """Take in what the canvas has sent, unless it only repeats itself."""
    state = get_draw_state()
    try:
        sent = DrawingState(read_strokes(drawing))
    except DrawingError as error:
        if state.last_sent != error.code:
            state.last_sent = error.code
            forget_seen()
            notify(error)
        return
    if sent != state.last_sent:
        state.last_sent = sent
        _append(sent)


def _append(drawing: DrawingState) -> None:
    """Unless it is the current one; the oldest make room."""
    history = get_draw_state().history
    if drawing == (history[-1] if history else DrawingState(())):
        return
    history.append(drawing)
    del history[:-MAX_STATES]
    while sum(each.points for each in history) > HISTORY_POINTS:
        del history[0]


def current_drawing() -> DrawingState | None:
    """The newest state; None where nothing is drawn."""
    history = get_draw_state().history
    return history[-1] if history and not history[-1].empty else None


def shows_strokes() -> bool:
    """Whether the browser's canvas has strokes on it, also those that are not received yet."""
    drawing = (widget(keys.CANVAS) or {}).get("drawing") or {}
    return bool((drawing.get("raw") or {}).get("objects"))
