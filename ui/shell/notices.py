"""What went wrong and must be said, at the head of the page.

A sentence stays until the learner, having seen it, goes on: to another page, to other settings,
or to another try.  A page that runs again by itself, because the browser has said who it is or a
run has ended, leaves it where it is.
"""

from __future__ import annotations

import streamlit as st

from mnist_core.config import TrainingConfig
from mnist_core.errors import LabError
from ui.session import Notice, get_state
from ui.text import _, explain


def notify(error: LabError) -> None:
    """Say this at the head of the page that is shown next."""
    get_state().notices.append(Notice(error))


def forget_seen() -> None:
    """The learner tries again: what was said of the last try has been read."""
    state = get_state()
    state.notices = [notice for notice in state.notices if notice.seen is None]


def show_notices() -> None:
    """What has not been said yet, and what was said here and still stands."""
    state = get_state()
    state.notices = [notice for notice in state.notices if not _outdated(notice)]
    for notice in state.notices:
        notice.seen = _here()
    for notice in state.notices:
        if not notice.from_link:
            st.warning(explain(notice.error), icon=":material/info:")
    _say_of_the_link([notice.error for notice in state.notices if notice.from_link])


def _say_of_the_link(problems: list[LabError]) -> None:
    """All that was nonsense in the pasted link, in one place."""
    if not problems:
        return
    words = _("The link was not quite right; the defaults are used instead.")
    listed = "\n".join(f"- {explain(problem)}" for problem in problems)
    st.warning(f"{words}\n\n{listed}", icon=":material/link_off:")


def rerun_if_outdated() -> None:
    """At the page's end: a setting that was changed below the head makes its sentences go."""
    if any(_outdated(notice) for notice in get_state().notices):
        st.rerun()


def rerun_if_unseen() -> None:
    """From a fragment with buttons: what is unsaid needs the whole page, where the head is."""
    if any(notice.seen is None for notice in get_state().notices):
        st.rerun()


def _here() -> tuple[str | None, TrainingConfig]:
    state = get_state()
    return state.page, state.config


def _outdated(notice: Notice) -> bool:
    return notice.seen not in (None, _here())
