"""Every file of `pages` is a step, and a callback's wish is followed once."""

from __future__ import annotations

from typing import Any

import pytest

from mnist_core.config.training_config import TUTORIAL
from ui.session import address
from ui.session.state import AppState
from ui.shell import navigation
from ui.text.i18n import ROOT


def test_every_page_is_a_step() -> None:
    """A page's address is its file's name; the walk begins at home."""
    files = {path.name for path in (ROOT / "pages").glob("*.py")} - {"__init__.py"}
    assert {step.file for step in navigation.STEPS} == {f"pages/{name}" for name in files}
    assert navigation.STEPS[0].key == "home"
    assert len(navigation.BY_KEY) == len(navigation.STEPS)


def test_a_wish_is_followed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    visit = AppState(language="zh", config=TUTORIAL)
    gone: list[Any] = []
    for module in (navigation, address):
        monkeypatch.setattr(module, "get_state", lambda: visit)
    monkeypatch.setattr(
        navigation.st, "switch_page", lambda file, query_params: gone.append((file, query_params))
    )
    navigation.follow()
    assert gone == []
    navigation.go_next("train")
    assert gone == [], "a callback cannot go"
    navigation.follow()
    navigation.follow()
    assert gone == [("pages/train.py", {"lang": "zh"})]
