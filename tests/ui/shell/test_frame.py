"""What all pages share: the switch of the language, and what the foot promises."""

from __future__ import annotations

import pytest

from tests.pages.conftest import OpenPage, answers


@pytest.mark.parametrize(
    ("identity", "promised"), [("none", False), ("11111111-2222-4333-8444-555555555555", True)]
)
def test_foot_by_browser_storage(
    identity: str, promised: bool, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Runs are promised to stay only where the browser keeps something."""
    app = open_page("home")
    monkeypatch.setattr("ui.session.browser._component", answers(identity))
    app.run()
    foot = app.caption[-1].value
    assert ("Your runs stay with this browser" in foot) is promised
    assert ("until you leave or reload this tab" in foot) is not promised


def test_the_switch_changes_the_language_and_the_link(open_page: OpenPage) -> None:
    app = open_page("home")
    app.segmented_control(key="language").set_value("zh").run()
    assert app.title[0].value.startswith("训练一个")
    assert app.query_params["lang"] == "zh"
