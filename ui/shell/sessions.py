"""How many sessions the server takes, and how much one message of theirs may make it hold.

A session is a browser's tab.  Streamlit gives each an event loop of its own, which with its
connection takes four file descriptors, and bounds neither their number nor what a message of a
permitted size becomes: one megabyte of nested empty lists is 36 MB of Python objects.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from starlette.websockets import WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime import Runtime

log = logging.getLogger(__name__)

DESCRIPTORS = 4  # that a session takes
KEPT_FREE = 200  # for the store, the data, what is being fetched
MAX_WIDGETS = 500  # in one message; the page with the most has some sixty
MAX_BRACKETS = 30_000  # in one value; a drawing has one a point, and 250 kB at most
# Reasons to close a websocket (RFC 6455, section 7.4, and its registry).
TOO_BIG, TRY_AGAIN_LATER = 1009, 1013


class SessionLimit:
    """Lets sessions in up to `capacity`; those after them are told so, up to `maximum` at all."""

    def __init__(self, runtime: Runtime, capacity: int, maximum: int) -> None:
        self.capacity = capacity
        self._maximum = maximum
        self._runtime = runtime
        self._inside: dict[str, None] = {}
        self._waiting: dict[str, None] = {}
        self._lock = threading.Lock()

    def install(self) -> None:
        """Look from now on at every connection and message."""
        connect, handle = self._runtime.connect_session, self._runtime.handle_backmsg
        self._runtime.connect_session = self._connecting(connect)  # type: ignore[method-assign]
        self._runtime.handle_backmsg = _checking(handle)  # type: ignore[method-assign]

    def admits(self, session_id: str) -> bool:
        """Whether the session is in; one that waits gets the first that is free."""
        with self._lock:
            if session_id in self._inside:
                return True
            self._forget_the_gone()
            if len(self._inside) >= self.capacity:
                self._waiting[session_id] = None
                return False
            self._waiting.pop(session_id, None)
            self._inside[session_id] = None
            return True

    def _connecting(self, connect: Callable[..., str]) -> Callable[..., str]:
        def connect_session(*args: Any, **kwargs: Any) -> str:
            if self._is_full():
                log.warning("there are %d sessions: a connection was refused", self._maximum)
                raise WebSocketDisconnect(TRY_AGAIN_LATER)  # Streamlit takes it for a client's own
            session_id = connect(*args, **kwargs)
            self.admits(session_id)
            return session_id

        return connect_session

    def _is_full(self) -> bool:
        with self._lock:
            if len(self._inside) + len(self._waiting) >= self._maximum:
                self._forget_the_gone()
            return len(self._inside) + len(self._waiting) >= self._maximum

    def _forget_the_gone(self) -> None:
        for sessions in (self._inside, self._waiting):
            for session_id in list(sessions):
                if not self._runtime.is_active_session(session_id):
                    del sessions[session_id]


def _checking(handle: Callable[..., None]) -> Callable[..., None]:
    def handle_backmsg(session_id: str, message: BackMsg, **kwargs: Any) -> None:
        if message.WhichOneof("type") == "clear_cache":
            log.warning("a visitor's wish to clear the caches of all visitors was ignored")
            return
        if is_too_much(message):
            log.warning("a message with too many widgets or too deep a value: connection closed")
            raise WebSocketDisconnect(TOO_BIG)
        handle(session_id, message, **kwargs)

    return handle_backmsg


def is_too_much(message: BackMsg) -> bool:
    """Whether a message holds more values, or more lists in one value, than a page can send."""
    widgets = message.rerun_script.widget_states.widgets
    return len(widgets) > MAX_WIDGETS or any(_brackets(each) > MAX_BRACKETS for each in widgets)


def _brackets(widget: WidgetState) -> int:
    return sum(
        text.count("[") + text.count("{")
        for text in (widget.json_value, widget.json_trigger_value)
        if text
    )
