"""The whole app under AppTest, on a small MNIST, with runs that a test can hold still.

AppTest has no browser: no chart is drawn and `run_every` does not tick, so a test runs the app
again when it wants to see what has changed.
"""

from __future__ import annotations

import json
import threading
import time
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest
import streamlit as st
import torch
from streamlit.runtime.scriptrunner import RerunData
from streamlit.testing.v1 import AppTest

from mnist_core.data.mnist import Mnist, load_mnist
from mnist_core.runs import training_run
from mnist_core.runs.queue import RunQueue
from mnist_core.tracking.metrics import EpochMetrics, Event
from mnist_core.tracking.run_snapshot import RunSnapshot
from ui.shell import lab as ui_lab

ROOT = Path(__file__).parents[2]
ENGLISH = {"lang": "en"}
OpenPage = Callable[..., AppTest]
State = TypeVar("State")


@pytest.fixture(scope="session")
def small_mnist() -> Mnist:
    torch.set_num_threads(1)
    mnist = load_mnist(ROOT / "data")
    return Mnist(mnist.train.select(slice(1500)), mnist.test.select(slice(500)))


class ReadyLoader:
    """A lab that is loaded already."""

    ready, failed, error = True, False, None

    def __init__(self, lab: ui_lab.Lab) -> None:
        self._lab = lab

    def wait(self) -> ui_lab.Lab:
        return self._lab


@pytest.fixture
def lab(small_mnist: Mnist, monkeypatch: pytest.MonkeyPatch) -> Iterator[ui_lab.Lab]:
    """A fresh queue on the small MNIST, in memory."""
    queue = RunQueue(lambda: small_mnist, slots=1)
    made = ui_lab.Lab(small_mnist, queue, queue.keeper)
    monkeypatch.setattr(ui_lab, "loader", lambda: ReadyLoader(made))
    for module in ("ui.runs.current", "ui.home.views", "ui.home.first_drawing"):
        monkeypatch.setattr(f"{module}.loader", lambda: ReadyLoader(made))
    st.cache_data.clear()
    yield made
    queue.close()


def answers(identity: str | None, done: str = "") -> Callable[..., Any]:
    """In place of the browser's component: AppTest runs no JavaScript."""
    return lambda **_options: types.SimpleNamespace(id=identity, done=done)


@pytest.fixture
def open_page(lab: ui_lab.Lab, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Open a page of the app in a fresh visit: `open_page("train", lr="0.01")`."""

    def open_it(key: str = "home", **query: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        monkeypatch.setattr("ui.session.browser._component", answers("none"))  # it keeps nothing
        for name, value in (ENGLISH | query).items():
            app.query_params[name] = value
        app.run()
        if key != "home":
            app.switch_page(f"pages/{key}.py").run()
        assert not app.exception, app.exception
        return app

    return open_it


def words(app: AppTest) -> str:
    """What the page says, in one line."""
    parts = [*app.markdown, *app.info, *app.error, *app.warning, *app.caption]
    return " ".join(str(each.value) for each in parts)


def shown_code(app: AppTest) -> str:
    """The program that the page shows and explains."""
    (proto,) = [each.proto for each in app.get("bidi_component") if "-code_" in each.proto.id]
    lines = json.loads(proto.mixed.json or proto.json)["lines"]
    return "".join(f"{line['code']}\n" for line in lines)


class Held:
    """Trainings that rest before the first batch and after each epoch until they are let go."""

    def __init__(self) -> None:
        self.steps = threading.Semaphore(0)

    def let_go(self, epochs: int = 1) -> None:
        for _epoch in range(epochs):
            self.steps.release()


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    """Every epoch of every run, also the first, waits for `let_go`."""
    gate = Held()
    real = training_run.train

    def train_held(*arguments: Any, **options: Any) -> Iterator[Event]:
        gate.steps.acquire()
        for event in real(*arguments, **options):
            yield event
            if isinstance(event, EpochMetrics):
                gate.steps.acquire()

    monkeypatch.setattr(training_run, "train", train_held)
    yield gate
    gate.let_go(100)


def remembered(app: AppTest, kind: type[State]) -> State:
    """What a page remembers of the visit, such as its `DrawState`."""
    name = f"digit_lab.{kind.__name__}"
    if name not in app.session_state:
        app.session_state[name] = kind()
    return cast(State, app.session_state[name])


def run_fragment(app: AppTest, function: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run one fragment again, as a browser does when it ticks or a button in it is clicked.

    AppTest only knows the whole page, but keeps its fragments; the app then has nothing on it
    but this fragment, unless the fragment asked for the whole page.
    """
    storage = app._fragment_storage._fragments
    (name,) = [each for each, part in storage.items() if _function_of(part) == function]

    def data(**values: Any) -> RerunData:
        return RerunData(**values, fragment_id=name)

    with monkeypatch.context() as patch:
        patch.setattr("streamlit.testing.v1.local_script_runner.RerunData", data)
        app.run()


def _function_of(part: Any) -> str:
    """The name of the function that Streamlit has wrapped."""
    cells = dict(zip(part.__code__.co_freevars, part.__closure__, strict=True))
    return str(cells["non_optional_func"].cell_contents.__name__)


def until_epoch(app: AppTest, lab: ui_lab.Lab, epochs: int) -> None:
    """Wait until the visit's newest run has finished so many epochs, then run the page again."""
    owner, waiting = app.session_state["digit_lab"].owner, threading.Event()
    for _try in range(3000):
        if len(lab.queue.runs(owner)[0].history.epochs) >= epochs:
            app.run()
            return
        waiting.wait(0.02)
    raise AssertionError("the epoch did not come")


def until(app: AppTest, lab: ui_lab.Lab, *statuses: str, seconds: float = 60) -> RunSnapshot:
    """Wait until the visit's newest run has one of these statuses, then run the page again."""
    owner = app.session_state["digit_lab"].owner
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        runs = lab.queue.runs(owner)
        if runs and runs[0].status.value in statuses:
            app.run()
            return runs[0]
        time.sleep(0.02)
    raise AssertionError(f"no run became {statuses}: {[run.status for run in runs]}")
