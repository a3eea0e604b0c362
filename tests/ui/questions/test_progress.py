"""What was answered is counted by page, and remembered by a name that the browser may keep."""

from __future__ import annotations

import pytest

from ui.questions import progress
from ui.questions.all_questions import QUESTIONS
from ui.session import browser
from ui.session.state import AppState


@pytest.fixture
def learner(visit: AppState, monkeypatch: pytest.MonkeyPatch) -> AppState:
    monkeypatch.setattr(progress, "get_state", lambda: visit)
    monkeypatch.setattr(browser, "get_state", lambda: visit)
    return visit


def test_answered_words(learner: AppState) -> None:
    assert progress.answered_words("step") == ""
    assert progress.answered_words("data") == "Questions answered: 0 of 3"
    first = progress.questions_of("data")[0]
    progress.note_answer(first)
    assert progress.is_answered(first) and not progress.is_answered(QUESTIONS[-1])
    assert progress.answered_words("data") == "Questions answered: 1 of 3"


def test_every_answer_is_remembered(learner: AppState) -> None:
    for question in QUESTIONS:
        progress.note_answer(question)
    assert all(browser._is_to_tick(name) for name in learner.done)
    assert len(learner.done) == len(QUESTIONS)
