"""What the pages suggest to try is allowed, and is set in one click."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import OpenPage


def config(app: AppTest):
    return app.session_state["digit_lab"].config


def test_an_experiment_sets_the_sliders(open_page: OpenPage) -> None:
    app = open_page("model")
    next(each for each in app.button if each.label == "Deep and narrow: 4 × 64").click().run()
    assert config(app).hidden_sizes == (64, 64, 64, 64)
    assert [app.slider(key=f"width_{layer}").value for layer in (1, 2, 3, 4)] == [64] * 4
