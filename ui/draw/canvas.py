"""The drawing canvas; the only place that knows `st_canvas`.

Every drawing that the browser sends is kept as a sheet on a pile in `DrawState`: *Undo* takes one
off, *Clear* lays an empty one on top, and coming back from another page finds the pile as it was.
The canvas stays where it is and is told what to show.  Whether it then sends that back is its
own affair; what it repeats is not taken for new.

Only the strokes are asked for, never the canvas's pixels: browsers that guard against being
recognised change those, a little or altogether.
"""

from __future__ import annotations

from typing import Any

from streamlit.delta_generator import DeltaGenerator

from ui.components import INK, PAPER, drawing_of, make_accessible
from ui.draw import keys
from ui.draw.state import Sheet, get_draw_state
from ui.draw.undo_history import SIZE, receive, top_sheet
from ui.session import just_arrived
from ui.text import gettext as _

BRUSH = 20


def draw(brush: int, buttons: DeltaGenerator) -> Sheet | None:
    """The canvas, with its own buttons in that row; the drawing, or None where there is none."""
    state = get_draw_state()
    if just_arrived() or state.canvas_gone:  # that of the last visit to this page is gone
        state.canvas_gone = False
        _start_anew()
    result = _st_canvas(
        stroke_width=brush,
        stroke_color=INK,
        background_color=PAPER,
        width=SIZE,
        height=SIZE,
        drawing_mode="freedraw",
        initial_drawing=state.canvas_start,
        key=keys.CANVAS,
    )
    make_accessible(_("Paper to draw a digit on with a mouse, a pen or a finger."))
    receive(result.json_data)
    _buttons(buttons)
    return top_sheet()


def _st_canvas(**options: Any) -> Any:
    """Imported when a page shows it: it wants Streamlit's runtime."""
    from streamlit_drawable_canvas import st_canvas

    return st_canvas(**options)


def _buttons(row: DeltaGenerator) -> None:
    sheets = get_draw_state().sheets
    row.button(
        _("Undo"), icon=":material/undo:", key=keys.UNDO, on_click=_undo, disabled=not sheets
    )
    row.button(
        _("Clear"),
        icon=":material/delete:",
        key=keys.CLEAR,
        on_click=clear,
        disabled=not sheets or sheets[-1].empty,
    )


def _undo() -> None:
    get_draw_state().sheets.pop()
    _start_anew()


def clear() -> None:
    """An empty canvas; *Undo* brings the drawing back."""
    get_draw_state().sheets.append(Sheet(()))
    _start_anew()


def _start_anew() -> None:
    """Let the canvas show the top sheet's strokes; the number tells it that they are new."""
    state = get_draw_state()
    strokes = state.sheets[-1].strokes if state.sheets else ()
    state.canvas_version += 1
    state.canvas_start = {**drawing_of(strokes), "sheet": state.canvas_version}
