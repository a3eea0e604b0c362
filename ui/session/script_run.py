"""Which run of the script this is: a page's, or a fragment's that runs again without its page."""

from __future__ import annotations

from streamlit.runtime.scriptrunner import get_script_run_ctx


def script_run() -> object | None:
    """Another object in each run of the script, to be compared by `is`; None outside of one.

    Streamlit keeps a visit's context and makes this part of it anew for each run.
    """
    context = get_script_run_ctx()
    return None if context is None else context.parallel_coordinator
