"""Everything set in one click."""

from __future__ import annotations

import pytest

from mnist_core.config.training_config import PRESETS, TrainingConfig
from tests.pages.conftest import OpenPage, words


def test_the_tutorials_settings_in_one_click(open_page: OpenPage) -> None:
    app = open_page("train", lr="0.1", epochs="9", optimizer="sgd", seed="7", validation="3000")
    assert app.select_slider(key="learning_rate").value == 0.1
    next(each for each in app.button if each.label == "The tutorial's settings").click().run()
    assert app.select_slider(key="learning_rate").value == 1e-3
    assert app.slider(key="epochs").value == 5
    assert app.selectbox(key="optimizer").value == "adam"
    assert app.number_input(key="seed").value == 0
    assert set(app.query_params) == {"lang"}


@pytest.mark.parametrize("name", ["handwriting", "strong"])
def test_a_preset_in_one_click(name: str, open_page: OpenPage) -> None:
    preset = PRESETS[name]
    app = open_page("train", seed="7")
    app.button(key=f"{name}_preset").click().run()
    assert app.select_slider(key="learning_rate").value == preset.learning_rate
    assert app.select_slider(key="batch_size").value == preset.batch_size
    assert app.slider(key="epochs").value == preset.epochs
    assert app.selectbox(key="schedule").value == preset.schedule
    assert app.toggle(key="handwriting").value
    assert TrainingConfig.from_query(app.query_params) == (preset, ())
    assert app.button(key=f"{name}_preset").disabled


def test_preset_says_what_it_sets(open_page: OpenPage) -> None:
    """A preset says what it sets beside the sliders too."""
    app = open_page("train", seed="7")
    app.button(key="handwriting_preset").click().run()
    assert "- Prepare for real handwriting: **on** (before: off)" in words(app)
    assert "- Seed: **0** (before: 7)" in words(app)
    app.button(key="back_presets").click().run()
    assert app.session_state["digit_lab"].config == TrainingConfig(seed=7)
    assert not app.toggle(key="handwriting").value
