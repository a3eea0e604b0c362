"""What is on the Draw page stays through another page and, for a while, through F5.

A reload begins a new visit, whose state is empty.  So the server keeps each browser's last
drawing, photo's ink and test image in memory, a bounded number of them for a bounded time, and
puts them back when the browser has said who it is.  Nothing of it goes to the disk.
"""

from __future__ import annotations

import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from ui.components import drawing_of, read_strokes
from ui.drawing import keys
from ui.drawing.state import DrawingState, Photo, Shown, get_draw_state
from ui.drawing.undo_history import current_drawing, shows_strokes
from ui.session import get_state, put, widget

MAX_DRAWINGS = 100
MAX_BYTES = 250_000  # of one browser's; a drawing of thirty strokes has 40,000
LIFETIME_SECONDS = 3600.0


@dataclass(frozen=True)
class RestoredDrawing:
    """One browser's Draw page, small enough to keep.

    Attributes:
        way: how the picture came, one of `inputs.WAYS`.
        sample: the test image's number.
        strokes: the current drawing, as the canvas's JSON; empty for none.
        photo: the photo's ink, if there is one.
    """

    way: str = "draw"
    sample: int = 0
    strokes: bytes = b""
    photo: Photo | None = None

    @property
    def size(self) -> int:
        return len(self.strokes) + len(self.photo.png if self.photo else b"")


class RestoredDrawings:
    """The drawings of the browsers that were here last; safe to use from every visit's thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._drawings: OrderedDict[str, tuple[float, RestoredDrawing]] = OrderedDict()

    def keep(self, browser: str, restored: RestoredDrawing) -> None:
        """Remember what a browser has on Draw; what is too large is forgotten."""
        with self._lock:
            self._drawings.pop(browser, None)
            if restored.size <= MAX_BYTES:
                self._drawings[browser] = (self._clock(), restored)
            oldest = self._clock() - LIFETIME_SECONDS
            while self._drawings and (
                len(self._drawings) > MAX_DRAWINGS
                or next(iter(self._drawings.values()))[0] < oldest
            ):
                self._drawings.popitem(last=False)

    def find(self, browser: str) -> RestoredDrawing | None:
        with self._lock:
            kept, restored = self._drawings.get(browser, (0.0, None))
            return restored if restored and self._clock() - kept <= LIFETIME_SECONDS else None


@st.cache_resource(show_spinner=False)
def restored_drawings() -> RestoredDrawings:
    """The server's one memory of them."""
    return RestoredDrawings()


def recover() -> None:
    """Put back what was here before the reload, as soon as it is known whose page this is.

    A slow browser may say so after the board is drawn, and what the learner has done there by then
    stays.
    """
    state, browser = get_draw_state(), get_state().browser_id
    if state.restored or browser is None:
        return
    state.restored = True
    restored = restored_drawings().find(browser)
    if restored is None or _touched():
        return
    state.way = state.first_way = restored.way
    state.sample = state.first_sample = restored.sample
    state.photo = restored.photo
    if widget(keys.WAY) is not None:  # drawn already, a widget keeps what it started with
        put(keys.WAY, restored.way)
    if widget(keys.SAMPLE) is not None:
        put(keys.SAMPLE, restored.sample)
    if restored.strokes:
        state.history.append(DrawingState(read_strokes(json.loads(restored.strokes))))
        state.canvas_gone = True  # lets the canvas show it


def _touched() -> bool:
    """Whether the learner has drawn, chosen or uploaded anything in this visit.

    What has just come from the browser is not in the state yet.
    """
    state = get_draw_state()
    here = (widget(keys.WAY, state.way), widget(keys.SAMPLE, state.sample), state.photo)
    return here != ("draw", 0, None) or bool(state.history) or shows_strokes()


def remember() -> None:
    """Keep what is here now, if it is another than before."""
    state, browser = get_draw_state(), get_state().browser_id
    if browser is None:
        return
    drawing = current_drawing()
    photo = state.photo if state.photo and state.photo.problem is None else None
    shown: Shown = (state.way, state.sample, drawing, photo)
    if all(new is old for new, old in zip(shown, state.remembered, strict=True)):
        return
    state.remembered = shown
    restored_drawings().keep(
        browser,
        RestoredDrawing(
            way=state.way,
            sample=state.sample,
            strokes=json.dumps(drawing_of(drawing.strokes)).encode() if drawing else b"",
            photo=photo,
        ),
    )
