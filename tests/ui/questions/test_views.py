"""A question is checked with a click, says where to look, and stays answered."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import OpenPage, answers, words
from ui.questions.all_questions import QUESTIONS


def check(app: AppTest, key: str) -> AppTest:
    return app.button(key=f"question_check_{key}").click().run()


def said(app: AppTest) -> str:
    return words(app) + " ".join(each.value for each in app.success)


def test_a_number_is_found(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong, it says where to look; right, the browser remembers it and Home counts it."""
    app = open_page("data")
    assert "Questions answered: 0 of 3" in said(app) and "Not yet" not in said(app)
    check(app, "paper")  # with nothing typed
    assert "Not yet. Under the lens" in said(app)
    app.number_input(key="question_answer_paper").set_value(0.42).run()
    assert "Mind the sign" in said(check(app, "paper"))
    app.number_input(key="question_answer_paper").set_value(-0.42).run()
    told: list[object] = []
    monkeypatch.setattr(
        "ui.session.browser._component",
        lambda **given: told.append(given["data"]) or answers("none")(),
    )
    check(app, "paper")
    assert told[-1] == {"done": ["question_paper"]}
    assert "a little darker than the average" in said(app) and "Not yet" not in said(app)
    assert "question_check_paper" not in {each.key for each in app.button}
    app.switch_page("pages/home.py").run()
    assert said(app).count("Questions answered: 1 of 3") == 1
    assert said(app).count("Questions answered: 0 of 3") == 4


def test_what_was_made_is_seen(open_page: OpenPage) -> None:
    app = open_page("model", hidden="16,8")
    check(app, "small")
    assert "Not yet. Most parameters" in said(app)
    app = open_page("model", hidden="8")
    assert "6,280" not in said(app)
    assert "6,280" in said(check(app, "small"))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_answers_of_an_earlier_visit(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    """What the browser remembers is answered, and what means nothing is ignored."""
    app = open_page("train", lang=lang)
    names = [f"question_{each.key}" for each in QUESTIONS]
    monkeypatch.setattr(
        "ui.session.browser._component", answers("none", " ".join([*names, "question_<b>", "x"]))
    )
    app.run()
    assert app.session_state["digit_lab"].done == set(names)
    for page in ("data", "model", "train", "draw"):
        app.switch_page(f"pages/{page}.py").run()
        assert len(app.success) == 3 and not app.exception, page
