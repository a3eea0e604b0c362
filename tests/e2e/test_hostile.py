"""One script against the server: what it sends is bounded, and given back when it has gone."""

from __future__ import annotations

import asyncio
import os
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets import ConnectionClosed

from benchmarks.visitor import VisitFailed, Visitor, _identity
from mnist_core.config.server_limits import SESSIONS_VARIABLE
from tests.coroutines import run
from tests.e2e.server import Server
from ui.shell.sessions import DESCRIPTORS, MAX_BRACKETS
from ui.shell.uploads import TOTAL_BYTES

SEATS = 27
OPEN_FILES = 360
PATIENCE_SECONDS = 180
MEGABYTES = 1_000_000
UPLOAD = 4 * MEGABYTES


class Stranger(Visitor):
    """A visitor that knows its session's id and says what no page would."""

    session_id = ""

    def _take(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") == "new_session":
            self.session_id = message.new_session.initialize.session_id
        super()._take(message)

    async def say(self, key: str, json: str) -> None:
        widget = WidgetState(id=_identity(self._widget(key)), json_value=json)
        self._widgets[widget.id] = widget
        await self._act(f"say {len(json)} characters as {key}")

    async def send(self, message: BackMsg) -> None:
        await self._socket.send(message.SerializeToString())


async def enter(server: Server, page: str = "") -> Stranger:
    stranger = Stranger(server.url.removeprefix("http://"), lambda answer: None)
    await stranger.open(page)
    return stranger


async def leave(strangers: list[Stranger]) -> None:
    for each in strangers:
        await each.close()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that has loaded everything: few seats, few open files, tabs soon forgotten."""
    settings = {
        "OPEN_FILES": "300",
        "MAX_OPEN_FILES": str(OPEN_FILES),
        "STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "1",
        SESSIONS_VARIABLE: str(SEATS),
    }

    async def walk(running: Server) -> None:
        await leave([await enter(running, page) for page in ("data", "train", "draw")])

    with Server(module="tests.e2e.bounded_server", **settings) as running:
        run(walk(running))
        yield running


def memory(server: Server) -> int:
    """Bytes that the server's process has in memory."""
    pages = int(Path(f"/proc/{server.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def lists(count: int, size: int = 0) -> str:
    """JSON of so many empty lists, filled up to so many characters."""
    text = '{"id": [' + "[]," * (count - 2) + '"'
    return text + "x" * (size - len(text) - 3) + '"]}'


def test_nested_lists_in_a_message_are_refused(server: Server) -> None:
    before = memory(server)

    async def attack() -> None:
        for key, page in (("browser", ""), ("canvas", "draw")):
            for size in (19 * MEGABYTES, MEGABYTES - 500):
                stranger = await enter(server, page)
                with pytest.raises((VisitFailed, ConnectionClosed)):
                    await stranger.say(key, lists(size // 3 - 20))
                await stranger.close()

    run(attack())
    assert memory(server) < before + 100 * MEGABYTES


def test_what_is_let_in_is_given_back_when_the_tab_has_gone(server: Server) -> None:
    before = memory(server)

    async def attack() -> int:
        strangers = [await enter(server) for _ in range(SEATS)]
        for each in strangers:
            await each.say("browser", lists(MAX_BRACKETS, MEGABYTES - 2000))
        held = memory(server)
        await leave(strangers)
        return held

    assert run(attack()) > before + 100 * MEGABYTES  # or the rest would show nothing
    until(lambda: memory(server) < before + 100 * MEGABYTES)


def test_nobody_clears_the_caches_of_all(server: Server) -> None:
    async def attack() -> None:
        stranger = await enter(server)
        await stranger.send(BackMsg(clear_cache=True))
        await stranger.go("train")
        await stranger.close()

    run(attack())
    assert "clear the caches" in server.log()


def test_files_are_bounded_by_number_and_in_all(server: Server) -> None:
    before = memory(server)

    async def attack() -> None:
        strangers = [await enter(server) for _ in range(SEATS)]
        for each in strangers + strangers[:1] * 10:
            await asyncio.to_thread(upload, server, each.session_id)
        assert SEATS * UPLOAD > TOTAL_BYTES
        assert memory(server) < before + TOTAL_BYTES + 60 * MEGABYTES
        await leave(strangers)

    run(attack())
    until(lambda: memory(server) < before + 100 * MEGABYTES)


def upload(server: Server, session_id: str) -> None:
    with requests.Session() as browser:
        browser.get(f"{server.url}/_stcore/health", timeout=PATIENCE_SECONDS)
        answer = browser.put(
            f"{server.url}/_stcore/upload_file/{session_id}/{uuid.uuid4()}",
            files={"file": ("a.png", os.urandom(UPLOAD))},
            headers={"X-Xsrftoken": browser.cookies["_streamlit_xsrf"]},
            timeout=PATIENCE_SECONDS,
        )
    assert answer.status_code == 204, answer.text


def test_more_tabs_than_there_are_seats(server: Server) -> None:
    """Those beyond the seats are told so; those beyond the open files are turned away; when
    some have left there is room again; and the log stays short."""

    async def attack() -> None:
        inside = [await enter(server) for _ in range(SEATS)]
        outside = [await enter(server)]
        assert not inside[-1].shows("So many pages are open")
        assert outside[0].shows("So many pages are open")
        with pytest.raises((VisitFailed, ConnectionClosed)):
            while len(inside + outside) < OPEN_FILES // DESCRIPTORS:
                outside.append(await enter(server))
        await inside[0].go("train")
        await inside.pop().close()
        await outside[0].go("train")
        assert not outside[0].shows("So many pages are open")
        await leave(inside + outside)

    run(attack())
    assert server.log().count("a connection was refused") == 1
    assert len(server.log().splitlines()) < 60, server.log()[-2000:]
