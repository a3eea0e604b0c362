"""A browser without a screen: one Streamlit session over its websocket, as the real ones speak it.

It sends what the frontend sends (a page, moved widgets, a fragment's regular reruns) and reads
what comes back far enough to find widgets and texts.  It runs no JavaScript and fetches no image.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

MAX_MESSAGE = 32 << 20
# How long an answer may take before it counts as a failure.
PATIENCE = 60.0


class VisitFailed(Exception):
    """The server gave no answer, or an answer with an error on the page."""


@dataclass(frozen=True)
class Answer:
    """How long the server took for one action, and how much it sent."""

    action: str
    seconds: float
    size: int


class Visitor:
    """One browser window.  Use :meth:`open` first, :meth:`close` at the end."""

    def __init__(self, host: str, report: Callable[[Answer], None]) -> None:
        self._host = host
        self._report = report
        self._query = ""
        self._page = self._page_script_hash = ""
        self._widgets: dict[str, WidgetState] = {}
        self._elements: dict[tuple[int, ...], Delta] = {}
        self._arriving: dict[tuple[int, ...], Delta] = {}
        self._reruns: dict[str, asyncio.Task[None]] = {}
        self._finished = asyncio.Event()
        self._awaited = ForwardMsg.FINISHED_SUCCESSFULLY
        self._received = 0
        self._run_bytes = 0
        self.fragment_runs = 0
        self.fragment_bytes = 0
        self.failure: str | None = None

    async def open(self, page: str = "", query: str = "") -> None:
        """Connect and wait for the first page."""
        self._socket = await websockets.connect(
            f"ws://{self._host}/_stcore/stream",
            subprotocols=[websockets.Subprotocol("streamlit")],
            max_size=MAX_MESSAGE,
            open_timeout=PATIENCE,
            ping_interval=None,
        )
        self._reader = asyncio.create_task(self._read())
        self._query = query
        await self.go(page)

    async def close(self) -> None:
        """Leave, as one closes a tab."""
        self._stop_reruns()
        self._reader.cancel()
        await self._socket.close()

    async def go(self, page: str) -> None:
        """Open a page by its address."""
        self._page, self._page_script_hash = page, ""
        self._stop_reruns()
        await self._act(f"open {page or 'home'}")

    async def click(self, key: str) -> None:
        """Press the button whose widget key is ``key``."""
        delta = self._widget(key)
        button = WidgetState(id=_identity(delta), trigger_value=True)
        await self._act(f"click {key}", button, delta.fragment_id)

    async def set(self, key: str, **value: object) -> None:
        """Move a widget: ``set("seed", int_value=3)``."""
        delta = self._widget(key)
        widget = WidgetState(id=_identity(delta))
        for field, content in value.items():
            if field.endswith("array_value"):
                getattr(widget, field).data.extend(content)  # type: ignore[arg-type]
            else:
                setattr(widget, field, content)
        self._widgets[widget.id] = widget
        await self._act(f"set {key}", fragment=delta.fragment_id)

    async def report_state(self, key: str, action: str, state: dict[str, object]) -> None:
        """A component reports its state, the canvas its drawing."""
        delta = self._widget(key)
        widget = WidgetState(id=_identity(delta), json_value=json.dumps(state))
        self._widgets[widget.id] = widget
        await self._act(action, fragment=delta.fragment_id)

    def texts(self) -> list[str]:
        """All that is written on the page."""
        found = []
        for delta in self._elements.values():
            content = _content(delta.new_element)
            for field in ("body", "label", "text"):
                if isinstance(getattr(content, field, None), str):
                    found.append(getattr(content, field))
        return found

    def shows(self, text: str) -> bool:
        """Whether the page says ``text`` somewhere."""
        return any(text in each for each in self.texts())

    def widgets(self) -> list[str]:
        """The keys of the page's widgets."""
        return [_key(each) for each in map(_identity, self._elements.values()) if each]

    def _widget(self, key: str) -> Delta:
        for delta in self._elements.values():
            if _key(_identity(delta)) == key:
                return delta
        raise VisitFailed(f"there is no {key!r} on the page, only {sorted(self.widgets())}")

    async def _act(
        self, action: str, trigger: WidgetState | None = None, fragment: str = ""
    ) -> None:
        self._awaited = (
            ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
            if fragment
            else ForwardMsg.FINISHED_SUCCESSFULLY
        )
        self._finished.clear()
        self._received = 0
        began = time.perf_counter()
        await self._send(trigger, fragment)
        try:
            await asyncio.wait_for(self._finished.wait(), PATIENCE)
        except TimeoutError:
            raise VisitFailed(f"{action}: no answer in {PATIENCE:.0f} s") from None
        if self.failure:
            raise VisitFailed(f"{action}: {self.failure}")
        self._report(Answer(action, time.perf_counter() - began, self._received))

    async def _send(
        self, trigger: WidgetState | None = None, fragment: str = "", regular: bool = False
    ) -> None:
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self._query
        # As Streamlit's own client does: by name where it arrives, by hash while it stays.
        state.page_name = "" if self._page_script_hash else self._page
        state.page_script_hash = self._page_script_hash
        state.fragment_id = fragment
        state.is_auto_rerun = regular
        state.context_info.locale = "en-US"
        state.context_info.url = f"http://{self._host}/{self._page}"
        state.widget_states.widgets.extend(self._widgets.values())
        if trigger is not None:
            state.widget_states.widgets.append(trigger)
        await self._socket.send(message.SerializeToString())

    async def _read(self) -> None:
        try:
            async for data in self._socket:
                message = ForwardMsg()
                message.ParseFromString(data)  # type: ignore[arg-type]
                self._received += len(data)
                self._run_bytes += len(data)
                self._take(message)
        except Exception as error:
            self.failure = f"{type(error).__name__}: {error}"
            self._finished.set()

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._arriving = {}
            self._run_bytes = 0
        elif kind == "navigation":
            self._page_script_hash = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._arriving[tuple(message.metadata.delta_path)] = message.delta
            if message.delta.new_element.WhichOneof("type") == "exception":
                self.failure = message.delta.new_element.exception.message
        elif kind == "auto_rerun":
            self._rerun_regularly(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "stop_auto_rerun":
            self._stop_reruns(message.stop_auto_rerun.fragment_ids)
        elif kind == "script_finished":
            self._finish(message.script_finished, set(message.metadata.run.fragment_ids))

    def _finish(self, status: int, fragments: set[str]) -> None:
        if status == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
            self.fragment_runs += 1
            self.fragment_bytes += self._run_bytes
            others = {
                path: delta
                for path, delta in self._elements.items()
                if delta.fragment_id not in fragments
            }
            self._elements = others | self._arriving  # what they have not drawn again is gone
        elif status == ForwardMsg.FINISHED_SUCCESSFULLY:
            self._elements = self._arriving
        elif status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            self.failure = "the script does not compile"
        if status == self._awaited or self.failure:
            self._finished.set()

    def _rerun_regularly(self, fragment: str, interval: float) -> None:
        if fragment not in self._reruns:
            self._reruns[fragment] = asyncio.create_task(self._keep_rerunning(fragment, interval))

    async def _keep_rerunning(self, fragment: str, interval: float) -> None:
        while True:
            await asyncio.sleep(interval)
            with contextlib.suppress(websockets.ConnectionClosed):
                await self._send(fragment=fragment, regular=True)

    def _stop_reruns(self, fragments: Iterable[str] | None = None) -> None:
        for fragment in list(self._reruns if fragments is None else fragments):
            task = self._reruns.pop(fragment, None)
            if task is not None:
                task.cancel()


def _content(element: Element) -> object:
    kind = element.WhichOneof("type")
    return getattr(element, kind) if kind else None


def _identity(delta: Delta) -> str:
    """The id of a widget's element, else an empty string."""
    return str(getattr(_content(delta.new_element), "id", ""))


def _key(identity: str) -> str:
    """A widget's key stands at the end of its id: ``$$ID-<hash>-<key>``."""
    return identity.split("-", 2)[2] if identity.count("-") > 1 else ""
