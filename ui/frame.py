"""What all pages share: the head, the explanations under the result, and the way on."""

from __future__ import annotations

import logging
import runpy
import threading
from dataclasses import dataclass

import streamlit as st

from mnist_core.config import TrainingConfig
from mnist_core.errors import LabError
from ui.controls import use_settings
from ui.errors import explain
from ui.i18n import LANGUAGES, ROOT, gettext, text
from ui.navigation import BY_KEY, link
from ui.state import enter, get_state, put, widget

_ = gettext
log = logging.getLogger(__name__)
_script = threading.local()  # every script run has a thread of its own


@dataclass(frozen=True)
class Experiment:
    """Something to try: one click sets these settings."""

    label: str
    config: TrainingConfig


def head(key: str, title: str) -> None:
    """The title says what the learner will do; two sentences say why."""
    _complete()
    enter(key)
    st.title(title, anchor=False)
    st.markdown(text(key, "why"))
    _report_link_problems()


def _report_link_problems() -> None:
    """Say once what in the pasted link was nonsense and what stands instead."""
    state = get_state()
    for problem in state.link_problems:
        st.warning(
            _("The link was not quite right: {problem} The default is used instead.").format(
                problem=explain(problem)
            ),
            icon=":material/link_off:",
        )


def seeing(key: str, section: str = "seeing", **numbers: object) -> None:
    """*What you are seeing*, with the numbers of the learner's own run."""
    st.subheader(_("What you are seeing"), anchor=False)
    st.markdown(text(key, section, **numbers))


def code(source: str) -> None:
    """*The code*: the PyTorch lines that do just this, with the learner's values."""
    with st.expander(_("The code"), icon=":material/code:"):
        st.code(source, language="python")


def try_this(key: str, experiments: tuple[Experiment, ...], section: str = "try") -> None:
    """*Try this*: experiments, one click each."""
    st.subheader(_("Try this"), anchor=False)
    st.markdown(text(key, section))
    if not experiments:
        return
    row = st.container(horizontal=True)
    for number, experiment in enumerate(experiments):
        row.button(
            experiment.label,
            key=f"try_{key}_{number}",
            icon=":material/science:",
            on_click=use_settings,
            args=(experiment.config,),
        )


def next_step(key: str, sentence: str) -> None:
    """The way on, at the end of the page."""
    st.divider()
    row = st.container(horizontal=True, vertical_alignment="center")
    row.markdown(sentence)
    with row:
        link(key, _("Next: {step}").format(step=gettext(BY_KEY[key].title)))


def choose_language() -> None:
    """The switch in the sidebar; the link remembers it."""

    def change() -> None:
        chosen = widget("language")
        if chosen:
            get_state().language = chosen
        else:
            put("language", get_state().language)

    st.segmented_control(
        "Language · 语言",
        options=list(LANGUAGES),
        default=get_state().language,
        format_func=LANGUAGES.__getitem__,
        key="language",
        required=True,
        on_change=change,
    )


def _complete() -> None:
    """Let `app.py` take over where a page was run without it (see `ui.navigation`)."""
    if not getattr(_script, "in_frame", False):
        runpy.run_path(str(ROOT / "app.py"))
        st.stop()


def run_page(page: st.Page) -> None:  # type: ignore[valid-type]
    """Run a page; whatever goes wrong becomes a sentence, and a traceback in the log."""
    _script.in_frame = True
    try:
        page.run()
    except LabError as error:
        st.error(explain(error), icon=":material/error:")
    except Exception as error:
        log.exception("the page %s failed", page.url_path)
        st.error(
            _(
                "Something went wrong on this page ({cause}). Your runs are safe; "
                "reload the page, and if it happens again, choose the tutorial's settings."
            ).format(cause=type(error).__name__),
            icon=":material/error:",
        )
    finally:
        _script.in_frame = False
