"""The sliders are the settings', and what is not allowed is said."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from mnist_core.config.training_config import TrainingConfig
from tests.pages.conftest import OpenPage, words


def test_advice_for_bent_images(open_page: OpenPage) -> None:
    """Bent images with a constant learning rate get a word."""
    app = open_page("train", handwriting="1")
    assert "keep the loss noisy" in words(app)
    app.toggle(key="weight_averaging").set_value(True).run()
    assert "keep the loss noisy" not in words(app)


def test_link_settings_on_controls(open_page: OpenPage) -> None:
    """Every setting of a link is on a control of the page."""
    app = open_page("train", dropout="0.3", averaging="1")
    assert app.slider(key="dropout").value == pytest.approx(0.3)
    assert app.toggle(key="weight_averaging").value
    app.slider(key="dropout").set_value(0.15).run()
    app.toggle(key="weight_averaging").set_value(False).run()
    config, problems = TrainingConfig.from_query(app.query_params)
    assert (config, problems) == (TrainingConfig(dropout=0.15), ())


def test_learning_rate_between_stops(open_page: OpenPage) -> None:
    """A learning rate between two stops of the slider is kept."""
    app = open_page("train", lr="0.0033")
    assert app.select_slider(key="learning_rate").value == 0.0033


def test_page_without_validation(open_page: OpenPage) -> None:
    """With no validation the page says that the test set is scored."""
    app = open_page("train")
    assert "test set" in words(app)
    app.slider(key="validation_size").set_value(5000).run()
    assert "peeked at the exam" not in words(app)


def config(app: AppTest):
    return app.session_state["digit_lab"].config


def test_more_layers_more_sliders(open_page: OpenPage) -> None:
    app = open_page("model")
    app.slider(key="hidden_layers").set_value(4).run()
    assert config(app).hidden_sizes == (512, 256, 128, 64)
    app.slider(key="width_4").set_value(32).run()
    assert config(app).hidden_sizes == (512, 256, 128, 32)
    assert app.query_params["hidden"] == "512-256-128-32"


def test_too_large_network_keeps_last(open_page: OpenPage) -> None:
    """A network too large gets a sentence and keeps the last one."""
    app = open_page("model", hidden="1024-1024-1024")
    app.slider(key="hidden_layers").set_value(4).run()
    (said,) = [error.value for error in app.error]
    assert "parameters" in said
    assert "still in force: Neurons in each hidden layer 1024-1024-1024" in said
    (shown,) = [warning.value for warning in app.warning]
    assert "784-1024-1024-1024-10, not what the sliders ask for" in shown
    assert config(app).hidden_sizes == (1024, 1024, 1024)
    app.slider(key="width_4").set_value(64).run()
    assert not app.error and not app.warning
    assert config(app).hidden_sizes == (1024, 1024, 1024, 64)
