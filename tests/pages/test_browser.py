"""Before the browser has said who it is, no page speaks of runs; then it does."""

from __future__ import annotations

import types
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from mnist_core.config.training_config import TrainingConfig
from tests.pages.conftest import answers, run_fragment
from ui.shell.lab import Lab

OpenPage = Callable[..., AppTest]

UNTRUE = {
    "home": "To do",
    "train": "Nothing has been trained yet",
    "evaluate": "There is no model",
    "draw": "There is no trained model",
}


@pytest.mark.parametrize("page", UNTRUE)
def test_runs_hidden_before_owner_known(
    page: str, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is said of runs before it is known whose."""
    app = open_page("data")
    known = {**app.query_params}
    monkeypatch.setattr("ui.session.browser._component", answers(None))
    monkeypatch.setattr("ui.session.browser.PATIENCE_SECONDS", 1e6)
    app.switch_page(f"pages/{page}.py").run()
    assert UNTRUE[page] not in words(app)
    assert {**app.query_params} == known, "the link was written"

    monkeypatch.setattr("ui.session.browser.PATIENCE_SECONDS", 0.0)  # it never answers
    app.run()
    assert UNTRUE[page] in words(app)


@pytest.mark.parametrize(
    ("identity", "promised"), [("none", False), ("11111111-2222-4333-8444-555555555555", True)]
)
def test_foot_by_browser_storage(
    identity: str, promised: bool, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Runs are promised to stay only where the browser keeps something."""
    app = open_page("home")
    monkeypatch.setattr("ui.session.browser._component", answers(identity))
    app.run()
    foot = app.caption[-1].value
    assert ("Your runs stay with this browser" in foot) is promised
    assert ("until you leave or reload this tab" in foot) is not promised


@pytest.mark.parametrize("page", ["home", "data"])
def test_run_appears_with_the_lab(
    page: str, lab: Lab, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a fresh server, the run appears as soon as the lab is loaded."""
    app = open_page("data")
    lab.queue.submit(app.session_state["digit_lab"].owner, TrainingConfig(epochs=1))
    with monkeypatch.context() as still_loading:
        waiting = types.SimpleNamespace(ready=False, failed=False)
        still_loading.setattr("ui.runs.current.loader", lambda: waiting)
        app.switch_page(f"pages/{page}.py").run()
        assert "See the run" not in sidebar(app) and "Watch it" not in sidebar(app)
    run_fragment(app, "_look_for_the_lab", monkeypatch)
    assert "See the run" in sidebar(app) or "Watch it" in sidebar(app)


def sidebar(app: AppTest) -> str:
    return " ".join(str(each.proto.label) for each in app.sidebar.get("page_link"))


ID = "0d9be5a8-6f0c-4b5d-9d0a-5f1f1d0c7a11"


def ask_before_it_is_known_whose(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Start a training while the browser has not said who it is."""
    app = open_page("train")
    monkeypatch.setattr("ui.session.browser._component", answers(None))
    monkeypatch.setattr("ui.session.browser.PATIENCE_SECONDS", 1e6)
    app.run()
    return app.button(key="start_training").click().run()


def test_start_waits_for_owner(
    open_page: OpenPage, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run asked for before it is known whose waits for that."""
    app = ask_before_it_is_known_whose(open_page, monkeypatch)
    app.run()  # something else was clicked meanwhile
    assert not lab.queue.runs(app.session_state["digit_lab"].owner)

    monkeypatch.setattr("ui.session.browser._component", answers(ID))  # the slow browser does
    app.run()
    assert [run.owner for run in lab.queue.runs(ID)] == [ID]


def test_start_without_owner(
    open_page: OpenPage, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run of a browser that never says who it is begins all the same."""
    app = ask_before_it_is_known_whose(open_page, monkeypatch)
    monkeypatch.setattr("ui.session.browser.PATIENCE_SECONDS", 0.0)
    app.run()
    assert len(lab.queue.runs(app.session_state["digit_lab"].owner)) == 1


def words(app: AppTest) -> str:
    parts = [*app.markdown, *app.info, *app.caption]
    return " ".join(str(each.value) for each in parts)
