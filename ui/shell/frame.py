"""What all pages share: the head, the explanations under the result, and the way on."""

from __future__ import annotations

import runpy
import threading

import streamlit as st

from ui.components import Answer, ExplainedLine, explained_code
from ui.session import Key, enter, forgets, get_state, put, widget
from ui.shell.fragments import explained
from ui.shell.lab import stop_if_failed
from ui.shell.navigation import BY_KEY, follow, link
from ui.shell.notices import rerun_if_outdated, show_notices
from ui.shell.style import readable
from ui.text import LANGUAGES, ROOT, Line, Listing, _, text

LANGUAGE = Key[str]("language")
_script = threading.local()  # every script run has a thread of its own


def head(key: str, title: str) -> None:
    """The title says what the learner will do; two sentences say why."""
    _complete()
    enter(key)
    readable()
    st.title(title, anchor=False)
    st.markdown(text(key, "why"))
    show_notices()


def seeing(key: str, section: str = "seeing", /, **numbers: object) -> None:
    """*What you are seeing*, with the numbers of the learner's own run."""
    st.subheader(_("What you are seeing"), anchor=False)
    st.markdown(text(key, section, **numbers))


def code(listing: Listing) -> None:
    """*The code*: the PyTorch lines that do just this, with the learner's values, explained."""
    with st.expander(_("The code"), icon=":material/code:"):
        lines = [_explained(listing, *row) for row in listing.rows]
        explained_code(lines, Key(f"code_{get_state().page}"))


def _explained(listing: Listing, shown: str, line: Line | None) -> ExplainedLine:
    """What a line does, and what goes wrong without it."""
    if line is None:
        return ExplainedLine(shown)
    answers = [Answer(listing.purpose(line), _("What it does"))]
    if without := listing.without(line):
        answers.append(Answer(without, _("Without it")))
    return ExplainedLine(shown, tuple(answers))


def next_step(key: str, sentence: str) -> None:
    """The way on, at the end of the page."""
    st.divider()
    row = st.container(horizontal=True, vertical_alignment="center")
    row.markdown(sentence)
    with row:
        link(key, _("Next: {step}").format(step=_(BY_KEY[key].title)))


def deeper(key: str, sentence: str) -> None:
    """A way off the path, to look closer at what this page shows."""
    row = st.container(horizontal=True, vertical_alignment="center")
    row.markdown(sentence)
    with row:
        link(key)


def choose_language() -> None:
    """The switch in the sidebar; the link and the browser remember it."""

    def change() -> None:
        chosen, state = widget(LANGUAGE), get_state()
        if chosen:
            state.language, state.language_chosen = chosen, True
        else:
            put(LANGUAGE, get_state().language)

    st.segmented_control(
        "Language · 语言",
        options=list(LANGUAGES),
        default=get_state().language,
        format_func=LANGUAGES.__getitem__,
        key=LANGUAGE,
        required=True,
        on_change=change,
    )


def foot() -> None:
    """Whose digits these are, and how long the learner's runs last."""
    st.divider()
    whose = _(
        "Digit Lab is open source. The digits are MNIST, by Y. LeCun and C. Cortes (CC BY-SA 3.0)."
    )
    kept = _(
        "Your runs stay with this browser; the link in the address bar carries only your settings."
    )
    if forgets():
        kept = _(
            "This browser lets the page keep nothing (perhaps because it is shown inside another "
            "site): your runs last until you leave or reload this tab. The link in the address bar "
            "carries only your settings."
        )
    st.caption(f"{whose}  \n{kept}")


def _complete() -> None:
    """Let `app.py` take over where a page was run without it (see `ui.shell.navigation`)."""
    if not getattr(_script, "in_frame", False):
        runpy.run_path(str(ROOT / "app.py"), run_name="__main__")
        st.stop()


def run_page(page: st.Page) -> None:
    """Run a page; whatever goes wrong is explained."""
    _script.in_frame = True
    try:
        with explained(f"the page {page.url_path}"):
            follow()
            stop_if_failed()
            page.run()
            rerun_if_outdated()
    finally:
        _script.in_frame = False
