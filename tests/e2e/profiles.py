"""Browser profiles that are emptied and lent again: Chromium keeps Streamlit's compiled scripts.

A fresh profile fetches and compiles 5 MB of scripts for its first page, a second of a core.
"""

from __future__ import annotations

from collections import defaultdict

from playwright.sync_api import Browser, BrowserContext, StorageState

from tests.e2e.server import Server

# A profile's pages share a process, and the one that stays open keeps that process alive.
FLAG = "--process-per-site"
NOTHING: StorageState = {"cookies": [], "origins": []}


class Profiles:
    """Profiles of one browser, by language.  Each is lent to one learner at a time."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[BrowserContext]] = defaultdict(list)
        self._lent: dict[BrowserContext, str] = {}

    def lend(self, locale: str, state: StorageState | None, server: Server) -> BrowserContext:
        """One that remembers `state` and nothing else."""
        if self._free[locale]:
            profile = self._free[locale].pop()
        else:
            profile = self._browser.new_context(locale=locale)
            profile.new_page().goto(f"{server.url}/_stcore/health")
        profile.set_storage_state(state or NOTHING)
        self._lent[profile] = locale
        return profile

    def take_back(self, profile: BrowserContext) -> None:
        """Close its windows; it can be lent again."""
        for page in profile.pages[1:]:
            page.close()
        self._free[self._lent.pop(profile)].append(profile)
