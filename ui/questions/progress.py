"""Which questions this browser has answered; it remembers them as it does the steps."""

from __future__ import annotations

from ui.questions.all_questions import QUESTIONS
from ui.questions.question import Question
from ui.session import get_state, step_done
from ui.text import _


def questions_of(page: str) -> list[Question]:
    """Those at the end of a page; most pages have none."""
    return [each for each in QUESTIONS if each.page == page]


def is_answered(question: Question) -> bool:
    return _name(question) in get_state().done


def note_answer(question: Question) -> None:
    """It is answered (a callback)."""
    step_done(_name(question))


def answered_words(page: str) -> str:
    """How many are answered; empty where none are asked."""
    asked = questions_of(page)
    if not asked:
        return ""
    return _("Questions answered: {count} of {total}").format(
        count=sum(is_answered(each) for each in asked), total=len(asked)
    )


def _name(question: Question) -> str:
    """In the browser's memory, beside the steps."""
    return f"question_{question.key}"
