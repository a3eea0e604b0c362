"""Model: sliders make a network, the link carries it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

OpenPage = Callable[..., AppTest]


def config(app: AppTest):
    return app.session_state["digit_lab"].config


def test_the_tutorials_network_is_there_at_first(open_page: OpenPage) -> None:
    app = open_page("model")
    assert app.slider(key="hidden_layers").value == 2
    assert app.slider(key="width_1").value == 512
    assert app.slider(key="width_2").value == 256
    assert next(metric.value for metric in app.metric) == "535,818"


def test_more_layers_more_sliders(open_page: OpenPage) -> None:
    app = open_page("model")
    app.slider(key="hidden_layers").set_value(4).run()
    assert config(app).hidden_sizes == (512, 256, 128, 64)
    app.slider(key="width_4").set_value(32).run()
    assert config(app).hidden_sizes == (512, 256, 128, 32)
    assert app.query_params["hidden"] == "512-256-128-32"


def test_no_hidden_layer_is_a_network_too(open_page: OpenPage) -> None:
    app = open_page("model")
    app.slider(key="hidden_layers").set_value(0).run()
    assert config(app).hidden_sizes == ()
    assert next(metric.value for metric in app.metric) == "7,850"
    assert app.selectbox(key="activation").disabled


def test_the_untrained_network_guesses(open_page: OpenPage) -> None:
    app = open_page("model", hidden="64")
    right = float([metric.value for metric in app.metric][1].rstrip("%"))
    assert 0 < right < 35
    loss = float([metric.value for metric in app.metric][2])
    assert 2.1 < loss < 2.6


@pytest.mark.parametrize(
    ("lang", "claims"), [("en", ("about one in ten", "close to")), ("zh", ("接近",))]
)
def test_lopsided_network_is_called_so(
    open_page: OpenPage, lang: str, claims: tuple[str, ...]
) -> None:
    """Without hidden layers it is right 5.5 % of the time, with a loss of 2.502."""
    app = open_page("model", hidden="none", lang=lang)
    words = " ".join(each.value for each in app.markdown)
    loss = [metric.value for metric in app.metric][2]
    assert f"**{loss}**" in words and float(loss) > 2.4
    assert not [claim for claim in claims if claim in words]


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


def test_an_experiment_sets_the_sliders(open_page: OpenPage) -> None:
    app = open_page("model")
    next(each for each in app.button if each.label == "Deep and narrow: 4 × 64").click().run()
    assert config(app).hidden_sizes == (64, 64, 64, 64)
    assert [app.slider(key=f"width_{layer}").value for layer in (1, 2, 3, 4)] == [64] * 4


def test_a_link_sets_the_sliders_and_nonsense_is_reported(open_page: OpenPage) -> None:
    app = open_page("home", hidden="128-64", activation="tanh", lr="banana", epochs="99999")
    warnings = " ".join(warning.value for warning in app.warning)
    assert "Learning rate" in warnings and "banana" in warnings and "Epochs" in warnings
    app.switch_page("pages/model.py").run()
    assert config(app).hidden_sizes == (128, 64)
    assert app.slider(key="width_1").value == 128
    assert app.selectbox(key="activation").value == "tanh"
    assert config(app).learning_rate == 1e-3 and config(app).epochs == 5


@pytest.mark.parametrize("text", ["", "0", "-1", "1e999", "512-", "a" * 5000, "8-8-8-8-8"])
def test_no_link_breaks_the_page(open_page: OpenPage, text: str) -> None:
    app = open_page("model", hidden=text, batch=text, seed=text, validation=text)
    assert not app.exception and app.title


def test_settings_survive_a_change_of_page(open_page: OpenPage) -> None:
    app = open_page("model")
    app.slider(key="width_1").set_value(96).run()
    app.switch_page("pages/train.py").run()
    app.switch_page("pages/model.py").run()
    assert app.slider(key="width_1").value == 96
    assert app.query_params["hidden"] == "96-256"
