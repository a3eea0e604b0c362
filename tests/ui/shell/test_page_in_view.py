"""A fragment is run on the page that is in view, whichever page asked for it."""

from __future__ import annotations

import types
from typing import Any

import pytest
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from ui.shell import page_in_view


def runner(page: str) -> Any:
    return types.SimpleNamespace(
        _pages_manager=types.SimpleNamespace(current_page_script_hash=page)
    )


@pytest.mark.parametrize(
    ("here", "request_", "page"),
    [
        ("train", RerunData(page_script_hash="home", fragment_id_queue=["sidebar"]), "train"),
        ("train", RerunData(page_script_hash="home"), "home"),  # a change of pages
        ("", RerunData(page_script_hash="home", fragment_id_queue=["sidebar"]), "home"),
    ],
)
def test_page(monkeypatch: pytest.MonkeyPatch, here: str, request_: RerunData, page: str) -> None:
    run: list[RerunData] = []
    monkeypatch.setattr(page_in_view, "_run", lambda runner, request: run.append(request))
    page_in_view._run_in_view(runner(here), request_)
    (given,) = run
    assert given.page_script_hash == page
    assert given.fragment_id_queue == request_.fragment_id_queue


def test_streamlit_has_the_method(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ScriptRunner, "_run_script", ScriptRunner._run_script)  # to be put back
    page_in_view.keep_page_in_view()
    assert ScriptRunner._run_script is page_in_view._run_in_view
