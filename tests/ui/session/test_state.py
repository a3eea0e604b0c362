"""What a visit remembers: one state for all pages, one for each page that has its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from mnist_core.config.training_config import TUTORIAL
from tests.pages.conftest import OpenPage
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


@pytest.mark.parametrize(("lang", "word"), [("en", "Train a neural network"), ("zh", "训练一个")])
def test_the_link_chooses_the_language(open_page: OpenPage, lang: str, word: str) -> None:
    app = open_page("home", lang=lang)
    assert app.title[0].value.startswith(word)


def config(app: AppTest):
    return app.session_state["digit_lab"].config


def test_a_link_sets_the_sliders_and_nonsense_is_reported(open_page: OpenPage) -> None:
    app = open_page("home", hidden="128-64", activation="tanh", lr="banana", epochs="99999")
    warnings = " ".join(warning.value for warning in app.warning)
    assert "Learning rate" in warnings and "banana" in warnings and "Epochs" in warnings
    app.switch_page("pages/model.py").run()
    assert config(app).hidden_sizes == (128, 64)
    assert app.slider(key="width_1").value == 128
    assert app.selectbox(key="activation").value == "tanh"
    assert config(app).learning_rate == 1e-3 and config(app).epochs == 5


@pytest.mark.parametrize("text", ["", "0", "-1", "1e999", "512-", "a" * 5000, "8-8-8-8-8"])
def test_no_link_breaks_the_page(open_page: OpenPage, text: str) -> None:
    app = open_page("model", hidden=text, batch=text, seed=text, validation=text)
    assert not app.exception and app.title


def test_settings_survive_a_change_of_page(open_page: OpenPage) -> None:
    app = open_page("model")
    app.slider(key="width_1").set_value(96).run()
    app.switch_page("pages/train.py").run()
    app.switch_page("pages/model.py").run()
    assert app.slider(key="width_1").value == 96
    assert app.query_params["hidden"] == "96-256"
