"""What a visit remembers: one state for all pages, one for each page that has its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from mnist_core.config.training_config import TUTORIAL
from ui.session import state
from ui.session.state import AppState, enter, get_state, just_arrived, page_state


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    held: dict[str, Any] = {"digit_lab": AppState(language="en", config=TUTORIAL)}
    monkeypatch.setattr(state.st, "session_state", held)
    yield held


@dataclass
class Remembered:
    count: int = 0
    names: list[str] = field(default_factory=list)


@dataclass
class Another:
    count: int = 7


def test_page_state_is_made_once_for_each_visit(session: dict[str, Any]) -> None:
    page_state(Remembered).count += 1
    page_state(Remembered).names.append("drawn")
    assert page_state(Remembered) == Remembered(1, ["drawn"])
    assert page_state(Another) == Another() and get_state() is session["digit_lab"]
    del session["digit_lab.Remembered"]  # the next visit
    assert page_state(Remembered) == Remembered()


def test_a_page_learns_once_that_the_learner_has_come(session: dict[str, Any]) -> None:
    assert just_arrived() and not just_arrived()
    enter("train")
    enter("train")
    assert just_arrived() and not just_arrived()
