"""Before the browser has said who it is, no page speaks of runs; then it does."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import OpenPage, answers

UNTRUE = {
    "home": "To do",
    "train": "Nothing has been trained yet",
    "evaluate": "There is no model",
    "draw": "There is no trained model",
}


@pytest.mark.parametrize("page", UNTRUE)
def test_runs_hidden_before_owner_known(
    page: str, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is said of runs before it is known whose."""
    app = open_page("data")
    known = {**app.query_params}
    monkeypatch.setattr("ui.session.browser._component", answers(None))
    monkeypatch.setattr("ui.session.browser.PATIENCE_SECONDS", 1e6)
    app.switch_page(f"pages/{page}.py").run()
    assert UNTRUE[page] not in words(app)
    assert {**app.query_params} == known, "the link was written"

    monkeypatch.setattr("ui.session.browser.PATIENCE_SECONDS", 0.0)  # it never answers
    app.run()
    assert UNTRUE[page] in words(app)


def words(app: AppTest) -> str:
    parts = [*app.markdown, *app.info, *app.caption]
    return " ".join(str(each.value) for each in parts)
