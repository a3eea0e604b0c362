"""What keeps one visitor from taking the whole server: installed before the first page is drawn.

Streamlit has settings for some of it (`.streamlit/config.toml`); the rest is bounded here.  What
only a proxy can do, such as limits by address, is in `docs/hosting.md`.
"""

from __future__ import annotations

import logging

import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from mnist_core.config import session_capacity
from ui.shell.log_once import once_a_minute
from ui.shell.memory import collect_regularly
from ui.shell.sessions import DESCRIPTORS, KEPT_FREE, SessionLimit
from ui.shell.uploads import bound_uploads
from ui.text import _

try:
    import resource
except ImportError:  # Windows, which bounds them otherwise
    resource = None  # type: ignore[assignment]

log = logging.getLogger(__name__)
# For those who are told that there is no room; each takes as much of the system as the others.
TOLD_SO = 1.25
# macOS grants no more than this (OPEN_MAX), whatever it says; it is plenty.
MAX_DESCRIPTORS = 10_240


@st.cache_resource(show_spinner=False)
def _session_limit() -> SessionLimit | None:
    """Install everything, once; None where there is no server (a test of a page)."""
    runtime = Runtime.instance() if Runtime.exists() else None
    if type(runtime) is not Runtime:  # a stand-in of Streamlit's own passes for one
        return None
    once_a_minute("asyncio", "uvicorn.error", "ui.shell.sessions")
    maximum = (raise_descriptors() - KEPT_FREE) // DESCRIPTORS
    limit = SessionLimit(runtime, min(session_capacity(), int(maximum / TOLD_SO)), maximum)
    limit.install()
    if isinstance(runtime.uploaded_file_mgr, MemoryUploadedFileManager):
        bound_uploads(runtime.uploaded_file_mgr)
    collect_regularly(runtime)
    return limit


def raise_descriptors() -> int:
    """Allow this process as many open files as the system grants without asking; how many."""
    if resource is None:
        return MAX_DESCRIPTORS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    granted = [each for each in (hard, MAX_DESCRIPTORS) if each != resource.RLIM_INFINITY]
    wanted = min(granted)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (OSError, ValueError) as error:
        log.warning("open files stay limited to %d: %s", soft, error)
        return soft
    return wanted


def admit() -> None:
    """End the page with a sentence where the server has no room for this session."""
    limit, context = _session_limit(), get_script_run_ctx()
    if limit is None or context is None or limit.admits(context.session_id):
        return
    st.warning(
        _(
            "So many pages are open on this server that there is no room for another. Close a "
            "tab that you do not need, or try again in a few minutes; runs that are going on "
            "are safe."
        ),
        icon=":material/groups:",
    )
    st.button(_("Try again"), icon=":material/refresh:")
    st.stop()
