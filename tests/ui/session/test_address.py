"""A copied link is the experiment and the language."""

from __future__ import annotations

from tests.pages.conftest import OpenPage


def test_other_parameters_are_left_alone(open_page: OpenPage) -> None:
    app = open_page("home", utm="news", epochs="7", hidden="512-256", lr="fast")
    assert {**app.query_params} == {"lang": "en", "utm": "news", "epochs": "7"}
