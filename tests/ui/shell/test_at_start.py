"""The server opens the lab by itself, and closes it at its end."""

from __future__ import annotations

import asyncio

import pytest
from streamlit.runtime.pages_manager import PagesManager

from tests.coroutines import run
from ui.shell import at_start


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the server does, in order."""
    names: list[str] = []
    for name in ("finish_callbacks", "loader", "close_lab"):
        monkeypatch.setattr(at_start, name, lambda name=name: names.append(name))
    monkeypatch.setattr(at_start.cli_util, "open_browser", lambda address: names.append(address))
    monkeypatch.setattr(PagesManager, "uses_pages_directory", None)
    return names


async def live(monkeypatch: pytest.MonkeyPatch, headless: bool, quiet_seconds: float) -> None:
    """A server's life until its lab would have been opened at once."""
    options = {"server.headless": headless, "server.address": "0.0.0.0"}
    monkeypatch.setattr(at_start.st, "get_option", options.__getitem__)
    monkeypatch.setattr(at_start.server_util, "get_url", lambda host: f"http://{host}:8501")
    monkeypatch.setattr(at_start, "QUIET_SECONDS", quiet_seconds)
    async with at_start.lifespan(None):
        for _turn in range(3):
            await asyncio.sleep(0)


def test_the_lab_is_opened_and_closed(monkeypatch: pytest.MonkeyPatch, done: list[str]) -> None:
    run(live(monkeypatch, headless=True, quiet_seconds=0))
    assert done == ["finish_callbacks", "loader", "close_lab"]
    assert PagesManager.uses_pages_directory is False


def test_a_server_that_ends_at_once_opens_nothing(
    monkeypatch: pytest.MonkeyPatch, done: list[str]
) -> None:
    run(live(monkeypatch, headless=True, quiet_seconds=3600))
    assert done == ["finish_callbacks", "close_lab"]


def test_on_ones_own_computer_the_browser_opens(
    monkeypatch: pytest.MonkeyPatch, done: list[str]
) -> None:
    run(live(monkeypatch, headless=False, quiet_seconds=3600))
    assert done == ["finish_callbacks", "http://localhost:8501", "close_lab"]
