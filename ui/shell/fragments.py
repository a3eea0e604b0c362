"""Parts of a page that run again by themselves; and what is said where one of them fails."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from mnist_core.errors import LabError
from ui.session import get_state
from ui.shell.loading_failure import is_loading_failure, say_loading_failure
from ui.text import _, explain, tutorial_link

log = logging.getLogger(__name__)
P = ParamSpec("P")


@contextmanager
def explained(part: str) -> Iterator[None]:
    """Whatever goes wrong becomes a sentence, and a traceback in the log.

    Streamlit's own signals (stop, run again) are no `Exception` and pass.
    """
    try:
        yield
    except LabError as error:
        st.error(explain(error), icon=":material/error:")
    except Exception as error:
        log.exception("%s failed", part)
        if is_loading_failure(error):
            say_loading_failure(error)
            return
        st.error(
            _(
                "Something went wrong on this page ({cause}). Your runs are safe; "
                "reload the page, and if it happens again, choose "
                "[the tutorial]({tutorial})'s settings."
            ).format(cause=type(error).__name__, tutorial=tutorial_link()),
            icon=":material/error:",
        )


def fragment(part: Callable[P, object], every: float | None = None) -> Callable[P, None]:
    """`part` as a fragment, run again by itself `every` so many seconds, or only when touched.

    A fragment runs again without the page around it, so it explains its own failures; and where a
    callback has changed what stands outside (`AppState.whole_page`), it asks for the whole page.
    """

    @functools.wraps(part)  # Streamlit knows a fragment by its function's name
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        with explained(part.__qualname__):
            _show_whole_page()
            part(*args, **kwargs)

    return st.fragment(guarded, run_every=every)


def _show_whole_page() -> None:
    state, context = get_state(), get_script_run_ctx()
    wanted, state.whole_page = state.whole_page, False
    if wanted and context is not None and context.fragment_ids_this_run:
        st.rerun()
