"""The pile of drawings, and what is let onto it.

What the browser sends as a drawing is whatever somebody makes it send: it is looked at before it
is decoded or kept.
"""

from __future__ import annotations

from typing import Any

from mnist_core.errors import DrawingError
from mnist_core.picture_file import read_canvas
from ui.desk import MAX_BYTES
from ui.notices import forget_seen, notify
from ui.state import Sheet, get_state

SIZE = 280  # CSS pixels; fits a 390-pixel screen with its margins
MAX_SHEETS = 60
PILE_BYTES = 8 * MAX_BYTES  # a drawing of sixty strokes with every one of its states fits


def receive(strokes: Any, picture: bytes | None) -> None:
    """Lay on the pile what the canvas has sent, unless it only repeats itself."""
    state = get_state()
    if not isinstance(strokes, dict) or picture is None or picture == state.last_sent:
        return
    state.last_sent = picture
    sheet = Sheet(strokes, picture)
    try:
        _check(sheet)
    except DrawingError as error:
        forget_seen()
        notify(error)
    else:
        _lay(sheet)


def _check(sheet: Sheet) -> None:
    if sheet.size > MAX_BYTES:
        raise DrawingError("There is too much ink. Clear the canvas.", code="scribble")
    read_canvas(sheet.picture, SIZE)


def _lay(sheet: Sheet) -> None:
    """On the pile, unless it is what lies on top; the oldest make room."""
    sheets = get_state().sheets
    top = sheets[-1] if sheets else Sheet({}, b"")
    if sheet.picture == top.picture or (sheet.empty and top.empty):
        return
    sheets.append(sheet)
    del sheets[:-MAX_SHEETS]
    while sum(each.size for each in sheets) > PILE_BYTES:
        del sheets[0]


def top_picture() -> bytes | None:
    """The drawing on top as PNG; None where there is none."""
    sheets = get_state().sheets
    return sheets[-1].picture if sheets and not sheets[-1].empty else None
