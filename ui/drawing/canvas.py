"""The drawing canvas; the only place that knows `st_canvas`.

Every state of the drawing that the browser sends is kept in `DrawState.history`: *Undo* takes the
last away, *Clear* adds an empty one, and coming back from another page finds all as it was.
The canvas stays where it is and is told what to show.  Whether it then sends that back is its
own affair; what it repeats is not taken for new.

Only the strokes are asked for, never the canvas's pixels: browsers that guard against being
recognised change those, a little or altogether.
"""

from __future__ import annotations

from typing import Any

from streamlit.delta_generator import DeltaGenerator

from ui.components import INK, PAPER, drawing_of, make_accessible
from ui.drawing import keys
from ui.drawing.state import DrawingState, get_draw_state
from ui.drawing.undo_history import SIZE, current_drawing, receive
from ui.session import just_arrived
from ui.text import _

BRUSH = 20


def draw(brush: int, buttons: DeltaGenerator) -> DrawingState | None:
    """The canvas, with its own buttons in that row; the drawing, or None where there is none."""
    state = get_draw_state()
    if just_arrived() or state.canvas_gone:  # that of the last visit to this page is gone
        state.canvas_gone = False
        _show_anew()
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
    return current_drawing()


def _st_canvas(**options: Any) -> Any:
    """Imported when a page shows it: it wants Streamlit's runtime."""
    from streamlit_drawable_canvas import st_canvas

    return st_canvas(**options)


def _buttons(row: DeltaGenerator) -> None:
    history = get_draw_state().history
    row.button(
        _("Undo"), icon=":material/undo:", key=keys.UNDO, on_click=_undo, disabled=not history
    )
    row.button(
        _("Clear"),
        icon=":material/delete:",
        key=keys.CLEAR,
        on_click=clear,
        disabled=not history or history[-1].empty,
    )


def _undo() -> None:
    get_draw_state().history.pop()
    _show_anew()


def clear() -> None:
    """An empty canvas; *Undo* brings the drawing back."""
    get_draw_state().history.append(DrawingState(()))
    _show_anew()


def _show_anew() -> None:
    """Let the canvas show the current drawing's strokes; the number tells it that they are new."""
    state = get_draw_state()
    strokes = state.history[-1].strokes if state.history else ()
    state.canvas_version += 1
    state.canvas_start = {**drawing_of(strokes), "version": state.canvas_version}
