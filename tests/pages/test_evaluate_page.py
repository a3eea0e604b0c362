"""Evaluate, in every state: no run, first epoch, running, done, stopped, diverged, failed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mnist_core.evaluation.scores import predict_all
from mnist_core.runs import training_run
from tests.pages.conftest import Held, remembered, shown_code, until, until_epoch
from ui.results.evaluation import ResultsState
from ui.shell.lab import Lab

OpenPage = Callable[..., AppTest]

FORMULA = re.compile(r"\$[^$]+\$")
OPEN_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
QUICK = {"hidden": "16", "epochs": "1", "batch": "64"}


def train(open_page: OpenPage, lab: Lab, *statuses: str, **settings: str) -> AppTest:
    """A visit on Evaluate whose run has come so far."""
    app = open_page("train", **settings)
    app.button(key="start_training").click().run()
    until(app, lab, *statuses)
    app.switch_page("pages/evaluate.py").run()
    assert not app.exception, app.exception
    return app


def words(app: AppTest) -> str:
    parts = [*app.markdown, *app.info, *app.success, *app.error, *app.caption]
    return " ".join(str(each.value) for each in parts)


def labels_of(app: AppTest) -> set[str]:
    return {each.label for each in app.button}


def figures(app: AppTest) -> dict[str, str]:
    return {each.label: each.value for each in app.metric}


def grid(app: AppTest, key: str) -> dict[str, Any]:
    (found,) = [
        each.proto for each in app.get("bidi_component") if each.proto.id.endswith(f"-{key}")
    ]
    return json.loads(found.mixed.json or found.json)


def test_page_without_run(open_page: OpenPage) -> None:
    """Without a run, there is a sentence and the way to train."""
    app = open_page("evaluate")
    assert "There is no model to evaluate yet" in words(app)
    links = [link.proto.label for link in app.get("page_link")]
    assert "Go to Train" in links and "Next: Train" in links
    assert "You know its weak spots" not in words(app)
    assert not app.metric


def test_page_in_first_epoch(open_page: OpenPage, lab: Lab, held: Held) -> None:
    """In the first epoch it waits, and then shows the exam by itself."""
    app = train(open_page, lab, "running", **QUICK | {"epochs": "2"})
    assert "first epoch" in words(app) and not app.metric
    held.let_go()
    until_epoch(app, lab, 1)
    assert "after epoch **1** of 2" in words(app)
    assert "Test accuracy" in figures(app)


def test_page_during_run(open_page: OpenPage, lab: Lab, held: Held) -> None:
    """While it runs, nothing jumps, and newer weights are offered."""
    held.let_go()
    app = open_page("train", **QUICK | {"epochs": "3", "lr": "0.01"})
    app.button(key="start_training").click().run()
    until_epoch(app, lab, 1)
    app.switch_page("pages/evaluate.py").run()
    before = figures(app)
    assert "Show the newest" not in labels_of(app)
    held.let_go()
    until_epoch(app, lab, 2)
    assert figures(app) == before  # still epoch 1, as it says
    assert "after epoch **1** of 3" in words(app)
    app.button(key="show_newest").click().run()
    assert "after epoch **2** of 3" in words(app)
    assert figures(app) != before
    assert "Show the newest" not in labels_of(app)


def test_coming_back_shows_the_newest(open_page: OpenPage, lab: Lab, held: Held) -> None:
    held.let_go()
    app = open_page("train", **QUICK | {"epochs": "3"})
    app.button(key="start_training").click().run()
    until_epoch(app, lab, 1)
    app.switch_page("pages/evaluate.py").run()
    held.let_go()
    until_epoch(app, lab, 2)
    app.switch_page("pages/data.py").run()
    app.switch_page("pages/evaluate.py").run()
    assert "after epoch **2** of 3" in words(app)


def test_a_finished_run_shows_its_own_numbers(open_page: OpenPage, lab: Lab) -> None:
    app = train(open_page, lab, "done", **QUICK)
    run = lab.queue.runs(app.session_state["digit_lab"].owner)[0]
    assert run.test is not None
    found = figures(app)
    assert found["Test accuracy"] == f"{run.test.accuracy:.2%}"
    assert found["Test loss"] == f"{run.test.loss:.4f}"
    wrong = round((1 - run.test.accuracy) * len(lab.mnist.test))
    assert found["Mistakes (of 500)"] == str(wrong)
    assert "The model after its one epoch" in words(app)
    assert f"**{wrong} mistakes**" in words(app)
    assert r"\text{loss } = -\frac{1}{N}" in words(app)
    assert f"{run.test.loss:.4f}, {run.test.accuracy:.2%}" in shown_code(app)


def test_a_cell_shows_its_images(open_page: OpenPage, lab: Lab) -> None:
    app = train(open_page, lab, "done", **QUICK)
    owner = app.session_state["digit_lab"].owner
    model = lab.queue.model(owner, lab.queue.runs(owner)[0].run_id)
    answers = predict_all(model, lab.mnist.test.images).argmax(axis=1)
    labels = lab.mnist.test.labels.numpy()
    confusion = np.zeros((10, 10), dtype=int)
    np.add.at(confusion, (labels, answers), 1)
    np.fill_diagonal(confusion, 0)
    worst = np.unravel_index(confusion.argmax(), (10, 10))
    assert (
        app.selectbox(key="cell_true").value,
        app.selectbox(key="cell_predicted").value,
    ) == worst

    app.selectbox(key="cell_true").set_value(1).run()
    app.selectbox(key="cell_predicted").set_value(1).run()
    inside = np.flatnonzero((labels == 1) & (answers == 1))
    shown = [picture["index"] for picture in grid(app, "cell_images")["pictures"]]
    assert shown == inside[:24].tolist()
    assert f"**{len(inside)}** images labelled **1** are read correctly." in words(app)
    app.pagination[0].set_value(2).run()
    shown = [picture["index"] for picture in grid(app, "cell_images")["pictures"]]
    assert shown == inside[24:48].tolist()


def train_another(app: AppTest, lab: Lab) -> None:
    """Another run, and back to Evaluate."""
    app.switch_page("pages/train.py").run()
    app.session_state["digit_lab"].config = app.session_state["digit_lab"].config.from_query(
        QUICK | {"seed": "9", "lr": "0.01"}
    )[0]
    app.button(key="start_training").click().run()
    until(app, lab, "done")
    app.switch_page("pages/evaluate.py").run()


def cell(app: AppTest) -> tuple[int, int]:
    return tuple(app.selectbox(key=key).value for key in ("cell_true", "cell_predicted"))


def test_matrix_cell_of_another_run(open_page: OpenPage, lab: Lab) -> None:
    """Another run's commonest mistake is shown unless a cell was chosen."""
    app = train(open_page, lab, "done", **QUICK)
    owner = app.session_state["digit_lab"].owner
    first, first_run = cell(app), lab.queue.runs(owner)[0].run_id
    train_another(app, lab)
    assert cell(app) == remembered(app, ResultsState).evaluated.worst_confusion != first

    app.session_state["digit_lab"].chosen_run = first_run
    app.run()
    assert cell(app) == first  # nothing was chosen by hand
    app.selectbox(key="cell_predicted").set_value(first[0]).run()
    app.session_state["digit_lab"].chosen_run = None
    app.run()
    assert cell(app) == (first[0], first[0])


def test_what_is_never_answered_has_no_precision(open_page: OpenPage, lab: Lab) -> None:
    app = train(
        open_page, lab, "done", **QUICK | {"optimizer": "adamw", "lr": "10", "hidden": "64"}
    )
    held = remembered(app, ResultsState).evaluated
    called = held.confusion.sum(axis=0)
    unused = [str(digit) for digit in range(10) if not called[digit]]
    assert unused
    said = words(app)
    assert f"never answers {', '.join(unused)}." in said
    assert f"Take **{called.argmax()}**, the commonest answer" in said
    assert "weakest digit" not in said
    (table,) = app.table
    assert table.value["Precision"].tolist().count("–") == len(unused)


def test_an_empty_cell_gets_a_sentence(open_page: OpenPage, lab: Lab) -> None:
    app = train(open_page, lab, "done", **QUICK)
    owner = app.session_state["digit_lab"].owner
    model = lab.queue.model(owner, lab.queue.runs(owner)[0].run_id)
    answers = predict_all(model, lab.mnist.test.images).argmax(axis=1)
    pairs = set(zip(lab.mnist.test.labels.tolist(), answers.tolist(), strict=True))
    true, predicted = next((t, p) for t in range(10) for p in range(10) if (t, p) not in pairs)
    app.selectbox(key="cell_true").set_value(true).run()
    app.selectbox(key="cell_predicted").set_value(predicted).run()
    assert f"No **{true}** is read as **{predicted}**" in words(app)


def test_the_picked_mistake_is_told_with_its_probabilities(open_page: OpenPage, lab: Lab) -> None:
    app = train(open_page, lab, "done", **QUICK)
    offered = grid(app, "mistakes")
    assert offered["selected"] == offered["pictures"][0]["index"]  # the surest, at first
    other = offered["pictures"][3]["index"]
    app.session_state["mistakes_picked"] = other
    app.run()
    assert grid(app, "mistakes")["selected"] == other
    label = int(lab.mnist.test.labels[other])
    assert f"Test image {other}. Its label is **{label}**" in words(app)


def test_page_of_run_stopped_mid_epoch(open_page: OpenPage, lab: Lab) -> None:
    """A run stopped within an epoch is evaluated as it stands."""
    app = open_page("train", **QUICK | {"hidden": "512-256", "epochs": "50"})
    app.button(key="start_training").click().run()
    until_epoch(app, lab, 1)
    app.button(key="stop").click().run()
    run = until(app, lab, "stopped")
    app.switch_page("pages/evaluate.py").run()
    within = run.step > len(run.history.epochs) * run.steps_per_epoch
    assert ("when training ended, in epoch" if within else "the last that was finished") in words(
        app
    )
    model = lab.queue.model(run.owner, run.run_id)
    answers = predict_all(model, lab.mnist.test.images).argmax(axis=1)
    accuracy = (answers == lab.mnist.test.labels.numpy()).mean()
    assert figures(app)["Test accuracy"] == f"{accuracy:.2%}"


def test_diverged_run_hides_no_other(open_page: OpenPage, lab: Lab) -> None:
    """A run that diverged at once hides no model trained before it."""
    app = train(open_page, lab, "done", **QUICK)
    accuracy = figures(app)["Test accuracy"]
    app.switch_page("pages/train.py").run()
    app.button(key="tutorial_preset").click().run()
    app.selectbox(key="optimizer").set_value("sgd").run()
    app.select_slider(key="learning_rate").set_value(10.0).run()
    app.button(key="start_training").click().run()
    until(app, lab, "diverged")

    app.switch_page("pages/evaluate.py").run()
    assert "ended before its first epoch" in words(app)
    assert figures(app)["Test accuracy"] == accuracy
    app.switch_page("pages/home.py").run()
    assert words(app).count("Your turn") == 1  # to draw; the evaluation is done
    app.switch_page("pages/draw.py").run()
    assert "There is no trained model" not in words(app)


def test_page_of_diverged_run(open_page: OpenPage, lab: Lab) -> None:
    """A run that diverged at once has nothing to evaluate."""
    app = train(open_page, lab, "diverged", optimizer="sgd", lr="10", epochs="1")
    assert "ended before its first epoch" in words(app) or "the last that was finished" in words(
        app
    )


def test_a_failed_run_has_nothing_to_evaluate(
    open_page: OpenPage, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("no more memory")

    monkeypatch.setattr(training_run, "train", broken)
    app = train(open_page, lab, "failed", **QUICK)
    assert "ended before its first epoch" in words(app)
    assert "Go to Train" in [link.proto.label for link in app.get("page_link")]


def test_page_with_validation(open_page: OpenPage, lab: Lab) -> None:
    """With images held out, the test set is the honest exam."""
    app = train(open_page, lab, "done", **QUICK | {"validation": "1000"})
    assert "on the validation images that you held out" in words(app)
    run = lab.queue.runs(app.session_state["digit_lab"].owner)[0]
    assert run.test is not None
    assert figures(app)["Test accuracy"] == f"{run.test.accuracy:.2%}"


def test_another_run_is_evaluated_when_it_is_chosen(open_page: OpenPage, lab: Lab) -> None:
    app = train(open_page, lab, "done", **QUICK)
    first = figures(app)
    train_another(app, lab)
    assert figures(app) != first


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_placeholder_is_left_open(open_page: OpenPage, lab: Lab, language: str) -> None:
    app = train(open_page, lab, "done", **QUICK | {"lang": language})
    assert OPEN_PLACEHOLDER.findall(FORMULA.sub("", words(app))) == []
