"""One learner's browser window, and the few things that every test does in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, ViewportSize, expect

from tests.e2e.rest import PATIENCE_MS, wait_for_rest, watch
from tests.e2e.server import Server

WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# Opened at /train, Streamlit's own client first asks whether the server lives below that
# address, is answered 404 twice, and goes on to the right place.  No app can prevent it.
PROBE = re.compile(r"://[^/]+/[\w-]+/_stcore/(health|host-config)$")


class Visit:
    """A window on one server.  Use `page` for everything that Playwright does.

    Attributes:
        page: Playwright's page.
        server: the server it visits.
        problems: what the console complained of, what failed to load, what no script caught.
    """

    def __init__(
        self,
        context: BrowserContext,
        server: Server,
        viewport: ViewportSize = WIDE,
        color_scheme: Literal["light", "dark"] = "light",
    ) -> None:
        self.server = server
        self.problems: list[str] = []
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.set_viewport_size(viewport)
        self.page.emulate_media(color_scheme=color_scheme, reduced_motion="reduce")
        watch(self.page)
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.problems.append(f"uncaught: {error}"))
        self.page.on("response", self._note_response)

    def _note_console(self, message: ConsoleMessage) -> None:
        source = str(message.location.get("url", ""))
        if message.type == "error" and not PROBE.search(source):
            self.problems.append(f"console: {message.text} ({source})")

    def _note_response(self, response: Response) -> None:
        if response.status >= 400 and not PROBE.search(response.url):
            self.problems.append(f"HTTP {response.status}: {response.url}")

    def goto(self, path: str = "", **query: str) -> None:
        """Open a page by its address, as a link or a typed one does, and wait until it is idle.

        The address must lead there: it stays, and no dialog says that there is no such page.
        """
        address = f"{self.server.url}/{path}"
        self.page.goto(f"{address}?{urlencode(query)}" if query else address)
        self.idle()
        expect(self.page.get_by_test_id("stDialog")).to_have_count(0)
        assert self.page.url.partition("?")[0] == address

    def reload(self) -> None:
        """As F5 does, and wait until the page is idle."""
        self.page.reload()
        self.idle()

    def idle(self, timeout: float = PATIENCE_MS) -> None:
        """Wait until all that the page has asked for is there, also by the last click."""
        wait_for_rest(self.page, timeout)

    def press(self, key: str) -> None:
        """Press a key where the focus is, when the page is at rest, and wait until it is again."""
        self.idle()
        self.page.keyboard.press(key)
        self.idle()

    def back(self) -> None:
        """To the entry before in the browser's history."""
        self.page.go_back()
        self.idle()

    def forward(self) -> None:
        """To the entry after in the browser's history."""
        self.page.go_forward()
        self.idle()

    def follow(self, name: str) -> None:
        """Go to another page by its link in the menu, which a narrow window folds away."""
        self.idle()
        menu = self.page.get_by_test_id("stSidebarNav")
        if not menu.is_visible():
            self.page.get_by_test_id("stExpandSidebarButton").click()
        link = menu.get_by_role("link", name=name)
        address = str(link.get_attribute("href"))
        link.click()
        expect(self.page).to_have_url(re.compile(re.escape(address) + r"(\?|$)"))
        self.idle()

    def overflow(self) -> int:
        """How many CSS pixels the page is wider than the window; 0 is right."""
        width: Any = self.page.evaluate(
            """() => {
                const main = document.querySelector('[data-testid="stMain"]');
                return Math.max(
                    document.documentElement.scrollWidth - window.innerWidth,
                    main.scrollWidth - main.clientWidth,
                );
            }"""
        )
        return int(width)

    def screenshot(self, path: Path) -> None:
        """The whole page, not only what the window shows."""
        height: Any = self.page.evaluate(
            """() => document.querySelector('[data-testid="stMain"]').scrollHeight"""
        )
        size = self.page.viewport_size or WIDE
        self.page.set_viewport_size({"width": size["width"], "height": min(int(height), 8000)})
        self.page.screenshot(path=path)
        self.page.set_viewport_size(size)

    def complaints(self) -> list[str]:
        """Everything that must not be there when a test ends."""
        found = list(self.problems)
        if not self.page.is_closed():
            for box in self.page.get_by_test_id("stException").all():
                found.append(f"an exception on the page: {box.inner_text()}")
        return found
