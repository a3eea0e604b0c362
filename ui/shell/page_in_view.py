"""A part of a page that runs again by itself never brings a page back that has been left.

A request to run a fragment again names the page on which it was sent.  Where the learner has gone
on meanwhile, Streamlit (1.67) tells the browser of that page, and the browser takes it for a change
of pages: it clears the one in view, and the next fragment of that finds no place to be drawn at
("Cannot set a node at a delta path"), which leaves nothing but a white window.
"""

from __future__ import annotations

from dataclasses import replace

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

_run = ScriptRunner._run_script


def keep_page_in_view() -> None:
    """From now on a fragment is run on the page that is in view; one that is not there is not."""
    setattr(ScriptRunner, "_run_script", _run_in_view)  # noqa: B010


def _run_in_view(runner: ScriptRunner, request: RerunData) -> None:
    here = runner._pages_manager.current_page_script_hash
    if here and request.fragment_id_queue:
        request = replace(request, page_script_hash=here)
    _run(runner, request)
