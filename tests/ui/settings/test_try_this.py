"""An experiment says what it sets, and can be started or set back."""

from __future__ import annotations

from mnist_core.config.training_config import TrainingConfig
from tests.pages.conftest import OpenPage, until, words
from ui.shell.lab import Lab

QUICK = {"hidden": "16", "epochs": "1", "batch": "512"}


def test_experiment_set_and_back(open_page: OpenPage, lab: Lab) -> None:
    """An experiment says what it sets, starts there and can be set back."""
    app = open_page("train", **QUICK)
    app.button(key="try_train_0").click().run()  # too fast
    (said,) = [each.value for each in app.info if "next training" in each.value]
    assert "- Learning rate: **5** (before: 0.001)" in said
    assert "- Optimiser: **SGD with momentum** (before: Adam)" in said
    app.button(key="try_train_2").click().run()  # a big batch, on top of that
    app.button(key="back_train").click().run()
    config = app.session_state["digit_lab"].config
    assert config == TrainingConfig(hidden_sizes=(16,), epochs=1, batch_size=512)
    assert app.select_slider(key="learning_rate").value == 1e-3
    assert "back_train" not in [button.key for button in app.button]

    app.button(key="try_train_2").click().run()
    app.button(key="start_train").click().run()
    run = until(app, lab, "running", "done")
    assert (run.config.batch_size, run.config.hidden_sizes) == (1024, (16,))
    assert "next training is set" not in words(app)


def test_experiment_words_stay(open_page: OpenPage) -> None:
    """What an experiment has set is said until a setting is moved."""
    app = open_page("train")
    app.button(key="try_train_3").click().run()
    assert "next training is set" in words(app)
    app.slider(key="epochs").set_value(7).run()
    assert "next training is set" not in words(app)


def test_an_experiment_in_force_already_says_so(open_page: OpenPage) -> None:
    app = open_page("model")
    app.button(key="try_model_3").click().run()
    assert "This is how everything is set already." in words(app)
    assert "back_model" not in [button.key for button in app.button]
