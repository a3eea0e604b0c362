"""The pile of drawings, and what is let onto it."""

from __future__ import annotations

from typing import Any

from mnist_core.errors import DrawingError
from ui.components import read_strokes
from ui.draw import keys
from ui.draw.state import Sheet, get_draw_state
from ui.session import widget
from ui.shell import forget_seen, notify

SIZE = 280  # CSS pixels; fits a 390-pixel screen with its margins
MAX_SHEETS = 60
PILE_POINTS = 120_000  # a drawing of sixty strokes with every one of its states has fewer


def receive(drawing: Any) -> None:
    """Lay on the pile what the canvas has sent, unless it only repeats itself."""
    state = get_draw_state()
    try:
        sent = Sheet(read_strokes(drawing))
    except DrawingError as error:
        if state.last_sent != error.code:
            state.last_sent = error.code
            forget_seen()
            notify(error)
        return
    if sent != state.last_sent:
        state.last_sent = sent
        _lay(sent)


def _lay(sheet: Sheet) -> None:
    """On the pile, unless it is what lies on top; the oldest make room."""
    sheets = get_draw_state().sheets
    if sheet == (sheets[-1] if sheets else Sheet(())):
        return
    sheets.append(sheet)
    del sheets[:-MAX_SHEETS]
    while sum(each.points for each in sheets) > PILE_POINTS:
        del sheets[0]


def top_sheet() -> Sheet | None:
    """The drawing on top; None where there is none."""
    sheets = get_draw_state().sheets
    return sheets[-1] if sheets and not sheets[-1].empty else None


def shows_strokes() -> bool:
    """Whether the browser's canvas has strokes on it, also those that are not received yet."""
    drawing = (widget(keys.CANVAS) or {}).get("drawing") or {}
    return bool((drawing.get("raw") or {}).get("objects"))
