"""One step: the six lines, what each does, and the step itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from mnist_core.inspection.stepper import Stepper
from mnist_core.model.mlp import build_model
from tests.pages.conftest import remembered, until
from ui.shell.lab import Lab
from ui.step import held, source
from ui.step.state import StepState
from ui.text.numbers import significant

OpenPage = Callable[..., AppTest]
SMALL = {"hidden": "16-8", "batch": "32", "epochs": "1"}


@pytest.fixture(autouse=True)
def nothing_held() -> None:
    source.held.clear()
    source.training_images.clear()


def words(app: AppTest) -> str:
    return " ".join(each.value for each in app.markdown)


def look_at(app: AppTest, line: int) -> AppTest:
    return app.radio(key="step_line").set_value(line).run()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("optimizer", ["adam", "adamw", "sgd"])
def test_every_line_is_shown_before_and_after_a_step(
    open_page: OpenPage, lang: str, optimizer: str
) -> None:
    app = open_page("step", lang=lang, optimizer=optimizer, **SMALL)
    for _taken in range(2):
        for line in range(6):
            look_at(app, line)
            assert not app.exception and not app.error, line
            assert not app.warning
        app.button(key="take_1").click().run()


def test_values_are_those_of_the_training(open_page: OpenPage, lab: Lab) -> None:
    """What stands beneath the lines is what the training's own first step has."""
    app = open_page("step", **SMALL)
    config = app.session_state["digit_lab"].config
    stepper = Stepper(build_model(config), lab.mnist.train, config)
    captions = list(app.radio(key="step_line").proto.captions)
    assert captions[0].startswith("images (32, 1, 28, 28) float32")
    assert captions[3].startswith(f"loss {significant(stepper.report().loss, 5)}")
    app.button(key="take_10").click().run()
    assert "step 11" in words(app)
    for _taken in stepper.take_steps(10):
        pass
    captions = list(app.radio(key="step_line").proto.captions)
    assert captions[3].startswith(f"loss {significant(stepper.report().loss, 5)}")


def test_back_and_next_go_line_by_line(open_page: OpenPage) -> None:
    app = open_page("step", **SMALL)
    assert app.button(key="step_back").disabled
    for line in range(1, 6):
        app.button(key="step_forward").click().run()
        assert app.radio(key="step_line").value == line
    assert app.button(key="step_forward").disabled
    app.button(key="step_back").click().run()
    assert app.radio(key="step_line").value == 4


def test_a_number_that_there_is_not_becomes_the_nearest(open_page: OpenPage) -> None:
    app = look_at(open_page("step", **SMALL), 2)
    app.number_input(key="step_neuron_0").set_value(99).run()
    assert app.number_input(key="step_neuron_0").value == 16
    assert "1 to 16" in app.warning[0].value
    app.number_input(key="step_neuron_0").set_value(3).run()
    assert not app.warning


def test_another_network_takes_the_numbers_that_it_has(open_page: OpenPage) -> None:
    app = look_at(open_page("step", **SMALL), 4)
    app.number_input(key="step_neuron_0").set_value(16).run()
    app.switch_page("pages/model.py").run()
    app.slider(key="hidden_layers").set_value(0).run()
    app.switch_page("pages/step.py").run()
    assert not app.exception and not app.error
    assert app.radio(key="step_line").value == 4


def test_check_of_a_slope(open_page: OpenPage) -> None:
    """It agrees for a small move only."""
    app = look_at(open_page("step", **SMALL), 4)
    app.segmented_control(key="step_nudge").set_value(0.0001).run()
    assert "agree, as far as" in words(app)
    app.segmented_control(key="step_nudge").set_value(1.0).run()
    assert "do not agree" in words(app)


def test_zero_grad_line(open_page: OpenPage) -> None:
    """What it clears is seen after the first step."""
    app = look_at(open_page("step", **SMALL), 1)
    assert "no step yet" in app.info[0].value
    app.button(key="take_1").click().run()
    assert not app.info and "wrong sign" in words(app)


def test_start_over_goes_back_to_the_first_step(open_page: OpenPage) -> None:
    app = open_page("step", **SMALL)
    assert app.button(key="step_start_over").disabled
    app.button(key="take_10").click().run()
    app.button(key="step_start_over").click().run()
    assert "step 1**" in words(app)
    assert remembered(app, StepState).taken == 0


def test_a_run_is_looked_into_after_any_kept_epoch(open_page: OpenPage, lab: Lab) -> None:
    app = open_page("train", **(SMALL | {"epochs": "2"}))
    app.button(key="start_training").click().run()
    run = until(app, lab, "done")
    app.switch_page("pages/step.py").run()
    app.selectbox(key="step_run").set_value(run.run_id).run()
    assert "step 1**" in words(app)
    app.selectbox(key="step_epoch").set_value(1).run()
    assert f"step {run.steps_per_epoch + 1}**" in words(app)
    lab.queue.delete(app.session_state["digit_lab"].owner, run.run_id)
    app.run()
    assert not app.exception and "step 1**" in words(app)


def test_run_that_diverged(open_page: OpenPage, lab: Lab) -> None:
    """It is followed to the very step in which it did."""
    app = open_page("train", optimizer="sgd", lr="5", epochs="1")
    app.button(key="start_training").click().run()
    run = until(app, lab, "diverged")
    assert run.diverged is not None
    app.switch_page("pages/step.py").run()
    app.selectbox(key="step_run").set_value(run.run_id).run()
    if run.diverged.step > 1:
        app.button(key="step_diverges").click().run()
    assert f"step {run.diverged.step}**" in words(app)
    assert any("the numbers end" in each.value for each in app.warning)
    app.button(key="take_1").click().run()
    assert f"diverged in step {run.diverged.step}" in app.error[0].value
    assert app.button(key="take_1").disabled


def test_what_takes_long_waits_its_turn_in_the_queue(
    open_page: OpenPage, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "MOMENT", 0)
    app = look_at(open_page("step", **SMALL), 5)
    app.button(key="take_10").click().run()
    owner = app.session_state["digit_lab"].owner
    job = lab.queue.jobs.find(owner, "one_step")
    assert job is not None and job.wait(60)
    app.run()
    assert "step 11" in words(app)
    app.button(key="step_curve").click().run()
    job = lab.queue.jobs.find(owner, "one_step")
    assert job is not None and job.wait(60)
    app.run()
    assert "Nothing of this step was changed but the learning rate" in words(app)


def test_steps_let_go(open_page: OpenPage) -> None:
    """The server says so when it needed the memory."""
    app = open_page("step", **SMALL)
    app.button(key="take_1").click().run()
    source.held().forget(app.session_state["digit_lab"].visit_id)
    app.run()
    assert "begins anew" in app.info[0].value
