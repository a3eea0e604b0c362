"""Which run the pages speak of, where it is, and whose it is."""

from __future__ import annotations

import types
from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mnist_core.config.training_config import TrainingConfig
from mnist_core.tracking.metrics import Diverged
from tests.pages.conftest import OpenPage, answers, run_fragment, until
from tests.ui.snapshots import run
from ui.runs.current import brief_progress, duration, progress_text
from ui.shell.lab import Lab


def test_progress_before_and_after() -> None:
    """Before the first and after the last step no figure pretends to be one."""
    first = run(0, status="running", accuracy=None, steps=0)
    assert progress_text(first) == brief_progress(first) == "Getting ready…"
    last = replace(run(0, status="running", accuracy=None), seconds_left=0.4)
    assert progress_text(last) == brief_progress(last) == "Measuring the result…"
    middle = run(0, status="running", accuracy=None, steps=469)
    assert progress_text(middle) == "Epoch 1 of 5 · step 469 of 938 · 20,000 images/s"
    assert brief_progress(middle) == "Epoch 1 of 5: 50%"


def test_progress_of_diverged_run() -> None:
    """The step that broke a run is the one that the page names."""
    snapshot = run(0, status="diverged", accuracy=None, steps=8)
    fall = Diverged(epoch=1, step=9, batch=9, loss=float(np.inf))
    snapshot = replace(snapshot, history=replace(snapshot.history, diverged=fall))
    assert "step 9 of" in progress_text(snapshot)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 second"),
        (59.4, "59 seconds"),
        (59.6, "1 minute"),
        (89, "1 minute"),
        (150, "2 minutes"),
    ],
)
def test_a_duration_is_said_as_a_person_would(seconds: float, words: str) -> None:
    assert duration(seconds) == words


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


QUICK = {"hidden": "16", "epochs": "1", "batch": "512"}


def start(app: AppTest) -> None:
    app.button(key="start_training").click().run()
    assert not app.exception, app.exception


def test_start_before_owner_known(
    open_page: OpenPage, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A start before the browser is known is not lost."""
    app = open_page("train", **QUICK)
    identity = "11111111-2222-4333-8444-555555555555"
    app.session_state["digit_lab"].identified = False
    monkeypatch.setattr("ui.session.browser._component", answers(None))
    start(app)
    assert lab.queue.runs(app.session_state["digit_lab"].owner) == []
    monkeypatch.setattr("ui.session.browser._component", answers(identity))
    app.run()
    assert len(lab.queue.runs(identity)) == 1
    until(app, lab, "done")
