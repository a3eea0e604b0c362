"""The questions at the end of a page, each with its check and, after a wrong try, where to look."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from ui.questions import keys
from ui.questions.progress import answered_words, is_answered, note_answer, questions_of
from ui.questions.question import Find, Question
from ui.session import page_state, widget
from ui.shell import open_lab
from ui.text import _, text

NARROWEST = 220  # CSS pixels


@dataclass
class QuestionsState:
    """`missed`: the questions whose last check failed."""

    missed: set[str] = field(default_factory=set)


def three_questions(page: str) -> None:
    """A page's three questions, and how many are answered."""
    st.subheader(_("Three questions"), anchor=False)
    st.markdown(text("questions", "how"))
    grid = st.grid(3, min_column_width=NARROWEST, border=True)
    for question in questions_of(page):
        with grid.cell():
            _show(question)
    st.caption(answered_words(page))


def _show(question: Question) -> None:
    st.markdown(text("questions", question.key))
    if is_answered(question):
        st.success(text("questions", f"{question.key}_right"), icon=":material/check_circle:")
        return
    if isinstance(question, Find):
        whole = question.near == 0
        st.number_input(
            _("Your answer"),
            value=None,
            step=1 if whole else 0.01,
            format="%d" if whole else "%.2f",
            key=keys.answer(question.key),
            persist_state="session",
        )
    st.button(
        _("Check my answer") if isinstance(question, Find) else _("Have I done it?"),
        icon=":material/rule:",
        key=keys.check(question.key),
        on_click=_check,
        args=(question,),
    )
    if question.key in page_state(QuestionsState).missed:
        hint = text("questions", f"{question.key}_hint")
        st.info(_("Not yet. {hint}").format(hint=hint), icon=":material/search:")


def _check(question: Question) -> None:
    """Against what is there now."""
    missed = page_state(QuestionsState).missed
    missed.discard(question.key)
    if question.right(open_lab(), widget(keys.answer(question.key))):
        note_answer(question)
    else:
        missed.add(question.key)
