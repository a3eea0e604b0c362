"""A fine-tuned network's own result, and whose curves are shown with it."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def page(fine_tuned_from: str | None) -> None:
    from dataclasses import replace

    from mnist_core.tracking.metrics import Evaluation
    from tests.ui.snapshots import run
    from ui.results import fine_tuned

    test = Evaluation(0.0652, 0.9799) if fine_tuned_from else None
    shown = replace(run(1), fine_tuned_from=fine_tuned_from, test=test)
    fine_tuned.result(shown)
    fine_tuned.whose_curves(shown)


def shown(fine_tuned_from: str | None) -> AppTest:
    app = AppTest.from_function(page, args=(fine_tuned_from,))
    app.query_params["lang"] = "en"
    return app.run()


def test_own_result_and_whose_curves() -> None:
    app = shown("base")
    figures = {each.label: each.value for each in app.metric}
    assert figures == {"Test accuracy": "97.99%", "Test loss": "0.0652"}
    assert ["before the fine-tuning" in each.value for each in app.caption] == [True]


def test_a_run_of_its_own_has_neither() -> None:
    app = shown(None)
    assert not app.metric and not app.caption and not app.exception
