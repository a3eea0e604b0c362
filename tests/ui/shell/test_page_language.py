"""The browser is told the language, and keeps one that was chosen."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import OpenPage


def told(app: AppTest) -> dict[str, Any]:
    (proto,) = [
        each.proto for each in app.get("bidi_component") if each.proto.id.endswith("page_language")
    ]
    given: dict[str, Any] = json.loads(proto.mixed.json or proto.json)
    return given


def test_the_language_is_told_and_remembered(open_page: OpenPage) -> None:
    app = open_page("home")
    assert (told(app)["tag"], told(app)["remember"]) == ("en", False)
    app.segmented_control(key="language").set_value("zh").run()
    assert (told(app)["tag"], told(app)["remember"]) == ("zh-CN", True)
    assert told(app)["words"]["Main menu"] != "Main menu"
