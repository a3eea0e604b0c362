"""Home: where the learner stands, and the two ways in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from mnist_core.config.training_config import TrainingConfig
from mnist_core.experiments.all_experiments import experiments
from mnist_core.experiments.experiment import Verdict
from mnist_core.experiments.outcome import Outcome
from mnist_core.shipped.network import figures
from mnist_core.tracking.attempt import Attempt
from tests.pages.conftest import Held, answers, remembered, until, words
from tests.pages.paper import NONSENSE, ONE, alerts, answer, draw
from ui.home.first_drawing import FirstDrawingState
from ui.shell.lab import Lab

OpenPage = Callable[..., AppTest]


def badges(app: AppTest) -> str:
    return " ".join(each.value for each in app.markdown if "badge[" in each.value)


def test_a_newcomer_has_everything_before_them(open_page: OpenPage) -> None:
    app = open_page("home")
    assert [title.value for title in app.title] == [
        "Train a neural network, and watch it learn to read"
    ]
    assert badges(app).count("To do") == 5
    assert "Ready" in badges(app)


def test_one_click_trains_the_tutorials_model_and_shows_it(open_page: OpenPage, lab: Lab) -> None:
    app = open_page("home", epochs="9", hidden="64")
    button = next(each for each in app.button if each.label == "Train the tutorial's model now")
    button.click().run()
    assert [title.value for title in app.title] == ["Let it learn"]
    run = until(app, lab, "running", "done")
    assert run.config.hidden_sizes == (512, 256)
    assert run.config.epochs == 5


def test_home_tells_how_far_a_learner_has_come(open_page: OpenPage, lab: Lab) -> None:
    app = open_page("train", hidden="16", epochs="1", batch="512")
    app.button(key="start_training").click().run()
    until(app, lab, "done")
    app.switch_page("pages/home.py").run()
    assert badges(app).count("Done") >= 3
    assert badges(app).count("Your turn") == 2


def test_home_after_run(open_page: OpenPage, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a run, the main button is the next step, and what was done is ticked."""
    app = open_page("train", hidden="16", epochs="1", batch="512")
    app.button(key="start_training").click().run()
    until(app, lab, "done")
    app.switch_page("pages/home.py").run()
    assert app.button(key="train_now").label == "Find out what your model gets wrong"
    app.button(key="train_now").click().run()
    assert [title.value for title in app.title] == ["Find out what it gets wrong"]

    app.switch_page("pages/home.py").run()
    assert badges(app).count("Done") == 5 and badges(app).count("Your turn") == 1
    assert app.button(key="train_now").label == "Draw a digit for your model"
    told: list[object] = []
    monkeypatch.setattr(
        "ui.session.browser._component",
        lambda **given: told.append(given["data"]) or answers("none", "draw nonsense")(),
    )
    app.run()  # the browser remembers what was done in an earlier visit
    assert told == [{"done": ["evaluate"]}]
    assert app.session_state["digit_lab"].done == {"evaluate", "draw"}
    assert badges(app).count("Done") == 6 and "Your turn" not in badges(app)
    assert app.button(key="train_now").label == "Predict what an experiment will do"


def test_home_during_run(open_page: OpenPage, lab: Lab, held: Held) -> None:
    """During a run, Home leads to it and starts no other."""
    app = open_page("train", hidden="16", epochs="50", batch="512")
    app.button(key="start_training").click().run()
    until(app, lab, "running")
    app.switch_page("pages/home.py").run()
    assert app.button(key="train_now").label == "Watch your training"
    app.button(key="train_now").click().run()
    assert [title.value for title in app.title] == ["Let it learn"]
    state = app.session_state["digit_lab"]
    assert len(lab.queue.runs(state.owner)) == 1
    assert state.config.epochs == 50  # the sliders and the link are as they were


def test_home_with_run_of_another_tab(open_page: OpenPage, lab: Lab, held: Held) -> None:
    """A run begun in another tab is not met with a second one."""
    app = open_page("home")
    state = app.session_state["digit_lab"]
    lab.queue.submit(state.owner, TrainingConfig(hidden_sizes=(16,), epochs=50))
    app.button(key="train_now").click().run()
    assert [title.value for title in app.title] == ["Let it learn"]
    assert len(lab.queue.runs(state.owner)) == 1


def test_first_drawing_is_read_at_once(open_page: OpenPage, lab: Lab) -> None:
    """A digit is read with nothing trained, and waits on Draw for the learner's own network."""
    app = open_page("home")
    assert "Draw a digit in the box" in alerts(app) and not answer(app)
    draw(app, ONE)
    assert "The small network reads" in answer(app) and ">1<" in answer(app)
    assert not lab.queue.runs(app.session_state["digit_lab"].owner)
    app.button(key="clear").click().run()
    assert "Draw a digit in the box" in alerts(app) and not answer(app)
    app.button(key="undo").click().run()
    assert ">1<" in answer(app)
    app.switch_page("pages/draw.py").run()
    assert app.button(key="clear").disabled is False and "no trained model" in alerts(app)


@pytest.mark.parametrize(("strokes", "lang", "word"), NONSENSE)
def test_first_drawing_of_nonsense(
    open_page: OpenPage, strokes: list, lang: str, word: str
) -> None:
    """What is no digit gets Draw's sentence in the learner's language."""
    app = open_page("home", lang=lang)
    draw(app, strokes)
    assert word in alerts(app) and not answer(app)


def test_first_test_image(open_page: OpenPage) -> None:
    """A test image is read until the drawing changes."""
    app = open_page("home")
    remembered(app, FirstDrawingState).example = 2
    app.run()
    assert ">1<" in answer(app) and "must choose one" not in words(app)
    draw(app, [[(80, 60), (200, 60), (200, 60), (140, 220)]])
    assert ">7<" in answer(app) and "must choose one" in words(app)
    app.button(key="clear").click().run()
    assert not answer(app)


def test_shipped_network_is_introduced(open_page: OpenPage) -> None:
    """With the figures that its file states."""
    said = words(open_page("home"))
    assert f"{figures().test_accuracy:.1%}" in said and f"{figures().kilobytes} kB" in said


def test_home_shows_experiments(open_page: OpenPage, lab: Lab) -> None:
    """What was guessed and what came out; after the steps, the first that was not tried is next."""
    app = open_page("train", hidden="16", epochs="1", batch="512")
    app.button(key="start_training").click().run()
    until(app, lab, "done")
    state = app.session_state["digit_lab"]
    state.done |= {"evaluate", "draw"}
    app.switch_page("pages/home.py").run()
    assert "you have tried none yet" in words(app)

    keys = list(experiments())
    outcome = Outcome(Verdict("nothing", True, {}), {}).to_dict()
    kept = Attempt("a", state.owner, "weights_zero", 1.0, 0, "same", outcome)
    lab.queue.keeper.save_attempt(kept)
    lab.queue.keeper.save_attempt(Attempt("b", state.owner, keys[0], 2.0, 0, "small"))
    app.run()
    assert f"You have tried **2** of {len(keys)}" in words(app)
    assert "You said: As much as usual" in words(app) and "It came out: Nothing" in words(app)
    assert "not run to its end" in words(app)
    app.button(key="train_now").click().run()
    assert app.query_params["experiment"] == keys[1]

    app.switch_page("pages/home.py").run()
    app.button(key="home_experiment_weights_zero").click().run()
    assert app.query_params["experiment"] == "weights_zero"
    for number, key in enumerate(keys):
        lab.queue.keeper.save_attempt(Attempt(f"c{number}", state.owner, key, 3.0, 0, None))
    app.switch_page("pages/home.py").run()
    assert app.button(key="train_now").label == "Train it differently"
