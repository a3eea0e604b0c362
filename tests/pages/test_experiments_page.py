"""Experiments: the prediction is kept before anything runs, and lives through whatever comes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from mnist_core.experiments.all_experiments import experiments
from mnist_core.experiments.outcome import Outcome
from mnist_core.experiments.perform import Progress, perform
from mnist_core.runs.job import Job
from mnist_core.tracking.attempt import Attempt
from tests.pages.conftest import remembered, words
from ui.experiments import attempts, views
from ui.experiments.state import ExperimentsState
from ui.shell.lab import Lab

OpenPage = Callable[..., AppTest]
CHOICE, NUMBER, SKETCH = "rate_times_100", "sorted_order", "rate_too_small"
DRAWN = [[2.4 - 0.15 * index for index in range(13)]]


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Experiments rest after their first step until it is set."""
    may_go = threading.Event()

    def resting(*arguments: Any) -> Generator[Progress, None, Outcome]:
        events = perform(*arguments)
        yield next(events)
        while not may_go.wait(0.02):
            yield Progress("", 1, 100, {})
        return (yield from events)

    monkeypatch.setattr(attempts, "perform", resting)
    yield may_go
    may_go.set()


def owner(app: AppTest) -> str:
    return str(app.session_state["digit_lab"].owner)


def own_attempts(app: AppTest, lab: Lab) -> list[Attempt]:
    return lab.queue.keeper.attempts(owner(app))


def own_job(app: AppTest, lab: Lab) -> Job[Progress, Outcome]:
    job = lab.queue.jobs.find(owner(app), attempts.KIND)
    assert job is not None
    return job


def finish(app: AppTest, lab: Lab) -> AppTest:
    assert own_job(app, lab).wait(60)
    return app.run()


def keys(app: AppTest) -> set[str]:
    return {str(each.key) for each in app.button}


def commit(app: AppTest) -> AppTest:
    return app.button(key="experiment_commit").click().run()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_all_are_listed_and_lead_to_their_question(open_page: OpenPage, lang: str) -> None:
    app = open_page("experiments", lang=lang)
    assert {f"experiment_{key}" for key in experiments()} <= keys(app)
    for key in experiments():
        app.button(key=f"experiment_{key}").click().run()
        assert not app.exception and not app.error, key
        assert app.query_params["experiment"] == key
        assert "experiment_commit" in keys(app)
        app.button(key="experiments_list").click().run()


def test_an_unknown_experiment_is_the_list(open_page: OpenPage) -> None:
    assert "experiment_commit" not in keys(open_page("experiments", experiment="nonsense"))


def test_a_choice_is_kept_before_it_runs(
    open_page: OpenPage, lab: Lab, gate: threading.Event
) -> None:
    app = open_page("experiments", experiment=CHOICE)
    assert app.button(key="experiment_commit").disabled
    app.radio(key=f"prediction_{CHOICE}").set_value("better").run()
    commit(app)
    (attempt,) = own_attempts(app, lab)
    assert attempt.prediction == "better" and attempt.outcome is None
    assert "You predicted: **It gets there sooner" in words(app)
    gate.set()
    finish(app, lab)
    assert "It came out differently" in words(app) and "learns nothing" in words(app)
    assert "And now?" in words(app)
    (attempt,) = own_attempts(app, lab)
    assert attempt.outcome is not None

    app.button(key="experiments_list").click().run()
    assert app.button(key=f"experiment_{CHOICE}").icon == ":material/check_circle:"


def test_once_more_has_another_seed(open_page: OpenPage, lab: Lab) -> None:
    app = open_page("experiments", experiment=NUMBER)
    finish(commit(app), lab)
    app.button(key="experiment_again").click().run()
    app.slider(key=f"prediction_{NUMBER}").set_value(20.0).run()
    finish(commit(app), lab)
    newest, oldest = own_attempts(app, lab)
    assert (oldest.seed, newest.seed) == (0, 1)
    assert newest.prediction == pytest.approx(0.2)
    assert "You predicted: **20.0%**" in words(app)


def test_a_sketch_is_committed_when_it_is_complete(open_page: OpenPage, lab: Lab) -> None:
    app = open_page("experiments", experiment=SKETCH)
    state = remembered(app, ExperimentsState)
    state.sketches[SKETCH] = [[*DRAWN[0][:-1], None]]
    assert app.run().button(key="experiment_commit").disabled
    state.sketches[SKETCH] = [list(DRAWN[0])]
    app.run()
    finish(commit(app), lab)
    assert "It begins" in words(app) and "It ends higher than you said" in words(app)


def test_stopped_or_lost_it_can_be_run(
    open_page: OpenPage, lab: Lab, gate: threading.Event
) -> None:
    app = open_page("experiments", experiment=NUMBER)
    commit(app)
    app.button(key="experiment_stop").click().run()
    finish(app, lab)
    assert "Your prediction is kept, but" in words(app)
    lab.queue.jobs.forget(owner(app), attempts.KIND)  # as a restart of the server does
    app.run().button(key="experiment_run").click().run()
    gate.set()
    finish(app, lab)
    assert "And now?" in words(app)
    assert len(own_attempts(app, lab)) == 1


def test_what_does_not_fit_is_neither_kept_nor_run(
    open_page: OpenPage, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser may send anything."""
    monkeypatch.setattr(views, "predict", lambda experiment: 7.0)
    app = commit(open_page("experiments", experiment=NUMBER))
    assert "does not fit the question" in words(app)
    assert own_attempts(app, lab) == []
    assert lab.queue.jobs.find(owner(app), attempts.KIND) is None


def test_what_cannot_be_read_is_run_again(open_page: OpenPage, lab: Lab) -> None:
    app = open_page("experiments", experiment=NUMBER)
    finish(commit(app), lab)
    (attempt,) = own_attempts(app, lab)
    lab.queue.keeper.save_attempt(replace(attempt, outcome={"other": 1}))
    app.run()
    assert "experiment_run" in keys(app) and not app.exception
    lab.queue.keeper.save_attempt(replace(attempt, prediction="an older question's"))
    app.run()
    assert "The question has changed" in words(app) and not app.exception
