"""What lies on the Draw page: it stays through another page and, for a while, through F5.

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
from ui.draw import keys
from ui.draw.state import Photo, Sheet, Shown, get_draw_state
from ui.draw.undo_history import shows_strokes, top_sheet
from ui.session import get_state, put, widget

MAX_DESKS = 100
MAX_BYTES = 250_000  # of one desk; a drawing of thirty strokes has 40,000
LIFETIME_SECONDS = 3600.0


@dataclass(frozen=True)
class Desk:
    """One browser's Draw page, small enough to keep.

    Attributes:
        way: how the picture came, one of `draw_inputs.WAYS`.
        sample: the test image's number.
        strokes: the drawing on top of the pile, as the canvas's JSON; empty for none.
        photo: the photo's ink, if there is one.
    """

    way: str = "draw"
    sample: int = 0
    strokes: bytes = b""
    photo: Photo | None = None

    @property
    def size(self) -> int:
        return len(self.strokes) + len(self.photo.png if self.photo else b"")


class Shelf:
    """The desks of the browsers that were here last; safe to use from every visit's thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._desks: OrderedDict[str, tuple[float, Desk]] = OrderedDict()

    def keep(self, browser: str, desk: Desk) -> None:
        """Remember a desk; one that is too large is forgotten."""
        with self._lock:
            self._desks.pop(browser, None)
            if desk.size <= MAX_BYTES:
                self._desks[browser] = (self._clock(), desk)
            oldest = self._clock() - LIFETIME_SECONDS
            while self._desks and (
                len(self._desks) > MAX_DESKS or next(iter(self._desks.values()))[0] < oldest
            ):
                self._desks.popitem(last=False)

    def find(self, browser: str) -> Desk | None:
        with self._lock:
            kept, desk = self._desks.get(browser, (0.0, None))
            return desk if desk and self._clock() - kept <= LIFETIME_SECONDS else None


@st.cache_resource(show_spinner=False)
def shelf() -> Shelf:
    """The server's one shelf."""
    return Shelf()


def recover() -> None:
    """Put back what lay here before the reload, as soon as it is known whose page this is.

    A slow browser may say so after the board is drawn, and what the learner has done there by then
    stays.
    """
    state, browser = get_draw_state(), get_state().browser_id
    if state.restored or browser is None:
        return
    state.restored = True
    desk = shelf().find(browser)
    if desk is None or _touched():
        return
    state.way = state.first_way = desk.way
    state.sample = state.first_sample = desk.sample
    state.photo = desk.photo
    if widget(keys.WAY) is not None:  # drawn already, a widget keeps what it started with
        put(keys.WAY, desk.way)
    if widget(keys.SAMPLE) is not None:
        put(keys.SAMPLE, desk.sample)
    if desk.strokes:
        state.sheets.append(Sheet(read_strokes(json.loads(desk.strokes))))
        state.canvas_gone = True  # lets the canvas show it


def _touched() -> bool:
    """Whether the learner has drawn, chosen or uploaded anything in this visit.

    What has just come from the browser is not in the state yet.
    """
    state = get_draw_state()
    here = (widget(keys.WAY, state.way), widget(keys.SAMPLE, state.sample), state.photo)
    return here != ("draw", 0, None) or bool(state.sheets) or shows_strokes()


def remember() -> None:
    """Keep what lies here now, if it is another than before."""
    state, browser = get_draw_state(), get_state().browser_id
    if browser is None:
        return
    top = top_sheet()
    photo = state.photo if state.photo and state.photo.problem is None else None
    lying: Shown = (state.way, state.sample, top, photo)
    if all(new is old for new, old in zip(lying, state.remembered, strict=True)):
        return
    state.remembered = lying
    shelf().keep(
        browser,
        Desk(
            way=state.way,
            sample=state.sample,
            strokes=json.dumps(drawing_of(top.strokes)).encode() if top else b"",
            photo=photo,
        ),
    )
