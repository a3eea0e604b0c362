"""A request that was on its way when the learner left a page does not bring that page back."""

from __future__ import annotations

import asyncio

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.visitor import Visitor
from tests.coroutines import run
from tests.e2e.server import Server


class Traveller(Visitor):
    """Notes on which page the server takes it to be."""

    def __init__(self, server: Server) -> None:
        super().__init__(server.url.removeprefix("http://"), lambda answer: None)
        self.pages: list[str] = []

    def _take(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") == "new_session":
            self.pages.append(message.new_session.page_script_hash)
        super()._take(message)

    async def look_again(self, page: str) -> None:
        """As a clock does that knows only of this page, and wait for the answer."""
        fragment = next(each.fragment_id for each in self._elements.values() if each.fragment_id)
        self._page_script_hash = page
        before = self.fragment_runs
        await self._send(fragment=fragment, regular=True)
        async with asyncio.timeout(60):
            while self.fragment_runs == before:
                await asyncio.sleep(0.02)


def test_a_fragments_clock_names_a_page_that_was_left(server: Server) -> None:
    """The browser would clear the page in view, and find no place for what is drawn on it next."""

    async def travel() -> tuple[str, Traveller]:
        traveller = Traveller(server)
        await traveller.open("model")
        left = traveller._page_script_hash
        await traveller.go("data")
        traveller.pages.clear()
        try:
            await traveller.look_again(left)
        finally:
            await traveller.close()
        return left, traveller

    left, traveller = run(travel())
    assert traveller.pages and left not in traveller.pages
