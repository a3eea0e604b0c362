"""A picked digit comes back, and nothing that was not on offer."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest

from ui.components.digit_grid import GridPicture, digit_grid, unpick
from ui.session.key import Key

module = importlib.import_module("ui.components.digit_grid")
KEY = Key[dict[str, object]]("grid")
PICTURES = [GridPicture(index, np.zeros((28, 28), np.uint8), f"{index}") for index in (3, 5, 9)]


class Browser:
    """What the page holds, and what it shows of the grid."""

    def __init__(self) -> None:
        self.widgets: dict[str, Any] = {}
        self.shown: dict[str, Any] = {}

    def show(self, **given: Any) -> None:
        self.shown = given

    def pick(self, index: object) -> None:
        self.widgets[KEY] = {"picked": index}
        self.shown["on_picked_change"]()


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    made = Browser()
    monkeypatch.setattr(module, "_grid", made.show)
    monkeypatch.setattr(module, "widget", made.widgets.get)
    monkeypatch.setattr(module, "put", made.widgets.__setitem__)
    return made


def test_a_pick_comes_back(browser: Browser) -> None:
    told: list[int] = []
    assert digit_grid(PICTURES, KEY, on_pick=told.append) is None
    browser.pick(5)
    assert told == [5]
    assert digit_grid(PICTURES, KEY) == browser.shown["data"]["selected"] == 5
    assert digit_grid(PICTURES[:1], KEY) is None, "it is not shown any more"


@pytest.mark.parametrize("index", [4, -1, "5", None, [5], 1e400])
def test_what_was_not_on_offer_is_no_pick(browser: Browser, index: object) -> None:
    told: list[int] = []
    digit_grid(PICTURES, KEY, on_pick=told.append)
    browser.pick(index)
    assert told == [] and digit_grid(PICTURES, KEY) is None


def test_the_first_counts_until_another_is_picked(browser: Browser) -> None:
    assert digit_grid(PICTURES, KEY, first=True) == 3
    browser.pick(9)
    assert digit_grid(PICTURES, KEY, first=True) == 9
    assert digit_grid([], KEY, first=True) is None


def test_unpick(browser: Browser) -> None:
    digit_grid(PICTURES, KEY)
    browser.pick(5)
    unpick(KEY)
    assert digit_grid(PICTURES, KEY) is None
