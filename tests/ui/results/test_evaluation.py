"""The visit's one evaluation: made in one pass, with the numbers that training gives."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mnist_core.config.training_config import TrainingConfig
from mnist_core.evaluation.scores import predict_all
from mnist_core.model.mlp import MLP, build_model
from mnist_core.training.loop import evaluate
from tests.pages.conftest import Held, OpenPage, until, until_epoch
from ui.results.evaluation import look
from ui.shell.lab import Lab

QUICK = {"hidden": "16", "epochs": "1", "batch": "64"}


def figures(app: AppTest) -> dict[str, str]:
    return {each.label: each.value for each in app.metric}


def test_the_network_runs_once_for_loss_and_answers(
    open_page: OpenPage, lab: Lab, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    held.let_go()
    app = open_page("train", **QUICK | {"epochs": "2"})
    app.button(key="start_training").click().run()
    until_epoch(app, lab, 1)
    app.button(key="stop").click().run()
    held.let_go()
    run = until(app, lab, "stopped")
    wanted = evaluate(lab.queue.model(run.owner, run.run_id), lab.mnist.test)

    seen = []
    real = MLP.forward
    monkeypatch.setattr(
        MLP, "forward", lambda model, images: seen.append(len(images)) or real(model, images)
    )
    app.switch_page("pages/evaluate.py").run()
    assert sum(seen) == len(lab.mnist.test)
    assert figures(app)["Test loss"] == f"{wanted.loss:.4f}"
    assert figures(app)["Test accuracy"] == f"{wanted.accuracy:.2%}"


def test_the_loss_is_the_very_number_that_training_gives(lab: Lab) -> None:
    model = build_model(TrainingConfig(hidden_sizes=(16,)))
    loss, probabilities = look(model, lab.mnist.test)
    assert loss == evaluate(model, lab.mnist.test).loss
    assert np.array_equal(probabilities, predict_all(model, lab.mnist.test.images))
    assert not model._forward_hooks


def test_page_of_fast_run(open_page: OpenPage, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that learns faster than it can be read is shown all the same."""
    looks = itertools.count(1)

    def newer_each_time(_run: object) -> int:
        count = next(looks)
        assert count < 50
        return count

    app = open_page("train", **QUICK)
    app.button(key="start_training").click().run()
    until(app, lab, "done")
    monkeypatch.setattr("ui.results.evaluation.steps_of_weights", newer_each_time)
    app.switch_page("pages/evaluate.py").run()
    assert "Test accuracy" in figures(app)
