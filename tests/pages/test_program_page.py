"""The program: every line has three answers, and what a line does is measured in the queue."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Generator, Sequence
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from mnist_core.inspection.program_values import FirstStep, first_step
from mnist_core.runs.job import Job
from tests.pages.conftest import until
from ui.components.explained_code import ExplainedLine, explained_code
from ui.program import measuring, source, views
from ui.shell.lab import Lab
from ui.text.numbers import significant

OpenPage = Callable[..., AppTest]
SMALL = {"hidden": "16", "batch": "32", "epochs": "1"}


@pytest.fixture(autouse=True)
def asking(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest runs no JavaScript: the answers' buttons stand below the program, by their names."""

    def shown(lines: Sequence[ExplainedLine], key: Any, *, on_ask: Callable[[str], None]) -> None:
        explained_code(lines, key, on_ask=on_ask)
        for name in {each.button.name for line in lines for each in line.answers if each.button}:
            st.button(name, key=f"measure_{name}", on_click=on_ask, args=(name,))

    monkeypatch.setattr(views, "explained_code", shown)


def lines(app: AppTest) -> list[dict[str, Any]]:
    """What the page gives to its program."""
    (proto,) = [each.proto for each in app.get("bidi_component") if "-program" in each.proto.id]
    return list(json.loads(proto.mixed.json or proto.json)["lines"])


def answers(app: AppTest, code: str) -> list[str]:
    """The words of the answers of the first line with this code."""
    found = next(each for each in lines(app) if code in each["code"])
    return [answer["words"] for answer in found["answers"]]


def words(app: AppTest) -> str:
    return " ".join(each.value for each in [*app.markdown, *app.caption])


def to_measure(app: AppTest) -> set[str]:
    """The lines whose difference can be measured now."""
    keys = [each.key or "" for each in app.button]
    return {key.removeprefix("measure_") for key in keys if key.startswith("measure_")}


def own_job(app: AppTest, lab: Lab, name: str) -> Job[float, Any]:
    job = lab.queue.jobs.find(app.session_state["digit_lab"].owner, f"without_{name}")
    assert job is not None
    return job


def measure(app: AppTest, lab: Lab, name: str) -> None:
    """Click, and wait for the end."""
    app.button(key=f"measure_{name}").click().run()
    assert own_job(app, lab, name).wait(60)
    app.run()


def train(open_page: OpenPage, lab: Lab, **settings: str) -> AppTest:
    app = open_page("train", **settings)
    app.button(key="start_training").click().run()
    until(app, lab, "done")
    return app.switch_page("pages/program.py").run()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_line_has_three_answers(open_page: OpenPage, lang: str) -> None:
    app = open_page("program", lang=lang, **SMALL)
    assert not app.error and not app.warning
    for each in lines(app):
        assert len(each["answers"]) == (3 if each["code"] else 0)
        assert all(answer["words"] and answer["title"] for answer in each["answers"])


def test_a_comment_does_nothing(open_page: OpenPage) -> None:
    app = open_page("program", dropout="0.5", **SMALL)
    purpose, here, without = answers(app, "# a generator of its own")
    assert "generator" in purpose and "Nothing" in here and "Nothing" in without


def test_before_a_run_the_first_step_is_told(open_page: OpenPage, lab: Lab) -> None:
    app = open_page("program", **SMALL)
    config = app.session_state["digit_lab"].config
    step = first_step(config, lab.mnist.train)
    assert "no finished epoch" in words(app)
    assert f"**{significant(step.loss, 4)}**" in answers(app, "loss = loss_function")[1]
    assert "known after a training" in answers(app, "return correct")[1]
    assert "your own figures stand here" in words(app)


def test_first_step_is_computed_once(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    computed = []

    def counted(*arguments: Any) -> FirstStep:
        computed.append(1)
        return first_step(*arguments)

    monkeypatch.setattr(source, "first_step", counted)
    app = open_page("program", **SMALL).run()
    app.switch_page("pages/home.py").run()
    app.switch_page("pages/program.py").run()
    assert len(computed) == 1


def test_after_a_run_its_numbers_are_told(open_page: OpenPage, lab: Lab) -> None:
    app = train(open_page, lab, **SMALL)
    (run,) = lab.queue.runs(app.session_state["digit_lab"].owner)
    last = run.history.epochs[-1]
    assert f"{last.held_out_accuracy:.4f}" in answers(app, "return correct")[1]
    scored = answers(app, 'print(f"Test set')[1]
    assert f"average loss: {last.held_out_loss:.4f}" in scored
    assert f"would print {last.held_out_loss / 1000:.4f}" in scored
    figures = words(app)
    assert f"**{significant(last.train_loss, 4)}**" in figures
    assert f"**{significant(last.held_out_loss, 4)}**" in figures
    smoothed = float(run.history.smoothed_losses()[-1])
    assert f"**{significant(smoothed, 4)}**" in figures


def test_other_settings_than_the_runs(open_page: OpenPage, lab: Lab) -> None:
    """The program is that of the settings; those of the run are taken over by a click."""
    app = train(open_page, lab, **SMALL)
    app.switch_page("pages/model.py").run()
    app.slider(key="hidden_layers").set_value(0).run()
    app.switch_page("pages/program.py").run()
    assert "no finished epoch" in words(app)
    app.button(key="use_runs_settings").click().run()
    assert "no finished epoch" not in words(app) and "use_runs_settings" not in app.button
    assert answers(app, "self.fc2")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_without_a_line_is_measured(open_page: OpenPage, lab: Lab, lang: str) -> None:
    app = open_page("program", lang=lang, **SMALL)
    assert to_measure(app) == {"zero_grad", "train_loader", "no_grad"}
    for name, code in (
        ("zero_grad", "optimizer.zero_grad()"),
        ("train_loader", "train_loader = "),
        ("no_grad", "with torch.no_grad"),
    ):
        before = answers(app, code)[2]
        measure(app, lab, name)
        after = answers(app, code)[2]
        assert after.startswith(before) and re.search(r"\*\*[\d.]+( MB|%)\*\*", after)
        assert after.removeprefix(before).strip() in words(app)
    assert not to_measure(app) and not app.error


def test_eval_is_measured_with_dropout(open_page: OpenPage, lab: Lab) -> None:
    """It takes a trained network."""
    assert "eval_mode" not in to_measure(open_page("program", dropout="0.5", **SMALL))
    app = train(open_page, lab, dropout="0.5", **SMALL)
    assert "eval_mode" in to_measure(app)
    measure(app, lab, "eval_mode")
    assert "dropout's random zeros" in answers(app, "model.eval()")[2]


def test_a_measuring_that_waits(open_page: OpenPage, lab: Lab) -> None:
    """It says so, nothing else can be begun beside it, and it can be stopped."""
    app = open_page("program", **SMALL)
    end = threading.Event()

    def busy() -> Generator[float, None, None]:
        yield 0.0
        end.wait(60)

    other = lab.queue.jobs.begin("another", "fine_tuning", busy())
    app.button(key="measure_zero_grad").click().run()
    assert not to_measure(app)
    (progress,) = app.get("progress")
    assert "Waits for its turn" in progress.proto.text
    app.button(key="stop_measuring_zero_grad").click().run()
    assert own_job(app, lab, "zero_grad").wait(60)
    end.set()
    other.stop()
    app.run()
    assert "zero_grad" in to_measure(app) and not app.get("progress")


def test_a_measuring_that_fails(
    open_page: OpenPage, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_arguments: Any) -> Generator[float, None, None]:
        yield 0.5
        raise MemoryError

    monkeypatch.setattr(measuring, "without_zero_grad", failing)
    app = open_page("program", **SMALL)
    measure(app, lab, "zero_grad")
    assert "optimizer.zero_grad()" in app.error[0].value
    assert "zero_grad" in to_measure(app)


def test_a_result_belongs_to_its_settings(open_page: OpenPage, lab: Lab) -> None:
    app = open_page("program", **SMALL)
    measure(app, lab, "no_grad")
    app.switch_page("pages/model.py").run()
    app.slider(key="hidden_layers").set_value(0).run()
    app.switch_page("pages/program.py").run()
    assert "no_grad" in to_measure(app)
