"""What the server does before its first visitor comes and after its last has gone.

Runs that wait in the store go on after a restart although nobody has opened a page.  This module
is imported before Streamlit's runtime exists, so nothing that it imports may make a component.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from streamlit import cli_util
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.server import server_util

from ui.shell.callbacks import finish_callbacks
from ui.shell.lab import close_lab, loader
from ui.shell.page_in_view import keep_page_in_view

# Whoever has started the server on their own computer looks at it at once: importing torch would
# only make their first page late, and that page opens the lab (see `ui.shell.lab`).
QUIET_SECONDS = 5.0


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """For `st.App`: open the lab when the server has started, close it when it ends."""
    finish_callbacks()
    keep_page_in_view()
    PagesManager.uses_pages_directory = False  # as st.navigation says it, but for the first page
    loop = asyncio.get_running_loop()
    if not st.get_option("server.headless"):
        loop.call_soon(cli_util.open_browser, _address())  # of an st.App, Streamlit opens none
    opening = loop.call_later(QUIET_SECONDS, loader)
    yield
    opening.cancel()
    close_lab()  # here: a server that is told to end leaves without Python's own farewells


def _address() -> str:
    """Where the server is to be found from this computer."""
    address = st.get_option("server.address")
    return server_util.get_url(
        server_util.get_display_address(address)
        if address
        else st.get_option("browser.serverAddress")
    )
