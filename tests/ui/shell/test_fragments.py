"""What goes wrong in a part of a page is explained there."""

from __future__ import annotations

import pytest

from mnist_core.runs.limit_checks import unknown_run
from tests.pages.conftest import OpenPage, run_fragment


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (unknown_run(), "This run is not in your lab"),
        (RuntimeError("secret"), "Something went wrong on this page (RuntimeError)"),
    ],
)
@pytest.mark.parametrize("alone", [False, True], ids=["page", "fragment"])
def test_an_error_in_a_fragment_is_explained(
    open_page: OpenPage,
    monkeypatch: pytest.MonkeyPatch,
    broken: Exception,
    words: str,
    alone: bool,
) -> None:
    def fail(*_arguments: object) -> None:
        raise broken

    app = open_page("train")
    monkeypatch.setattr("ui.train.views.rerun_if_unseen", fail)
    if alone:
        run_fragment(app, "_run_view", monkeypatch)
    else:
        app.run()
    assert not app.exception
    (said,) = [each.value for each in app.error]
    assert words in said and "secret" not in said
