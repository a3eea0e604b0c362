"""What a page needs several times is asked for, or computed, once in each run of its script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mnist_core.drawing.strokes import Stroke
from mnist_core.evaluation.prediction import Prediction, predict
from tests.pages.conftest import remembered, run_fragment, until
from ui.drawing.state import DrawingState, DrawState
from ui.shell.lab import Lab

OpenPage = Callable[..., AppTest]
QUICK = {"hidden": "16", "epochs": "1", "batch": "512"}


@pytest.fixture
def asked(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whose runs the queue was asked for, each time."""
    owners: list[str] = []
    runs = lab.queue.runs

    def counted(owner: str) -> Any:
        owners.append(owner)
        return runs(owner)

    monkeypatch.setattr(lab.queue, "runs", counted)
    return owners


def trained(open_page: OpenPage, lab: Lab, page: str) -> AppTest:
    app = open_page("train", **QUICK)
    app.button(key="start_training").click().run()
    until(app, lab, "done")
    return app.switch_page(f"pages/{page}.py").run().run()


@pytest.mark.parametrize("page", ["home", "data", "model", "train", "evaluate", "draw"])
def test_a_settled_page_asks_the_queue_once(
    open_page: OpenPage, lab: Lab, asked: list[str], page: str
) -> None:
    app = trained(open_page, lab, page)
    asked.clear()
    app.run()
    assert not app.exception and len(asked) == 1


def test_a_fragment_that_runs_alone_asks_anew(
    open_page: OpenPage, lab: Lab, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = trained(open_page, lab, "train")
    for _time in range(2):
        asked.clear()
        run_fragment(app, "_run_view", monkeypatch)
        assert len(asked) == 1


def test_forward_passes_of_drawing(
    open_page: OpenPage, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A drawing and its stages pass through the model once each."""
    app = trained(open_page, lab, "draw")
    pictures: list[bytes] = []

    def counted(model: Any, picture: np.ndarray) -> Prediction:
        pictures.append(picture.tobytes())
        return predict(model, picture)

    monkeypatch.setattr("ui.draw.reader.predict", counted)
    line = tuple((120.0 + each, 60.0 + 4 * each) for each in range(40))
    remembered(app, DrawState).history.append(DrawingState((Stroke(20.0, line),)))
    app.run()
    assert not app.exception
    answers = " ".join(each.value for each in app.caption)
    assert answers.count("without:") == answers.count("with it:") == 5
    assert 1 < len(pictures) == len(set(pictures)) <= 6  # as prepared, and without each stage
