"""An answer is as sure as it is, and of a drawing it is said that it may be none."""

from __future__ import annotations

import numpy as np
import pytest

from mnist_core.evaluation.prediction import Prediction
from ui.drawing import answer
from ui.session.state import AppState


class Page:
    """What was said, in Streamlit's place."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.html = self.caption = self.said.append


@pytest.fixture
def page(visit: AppState, monkeypatch: pytest.MonkeyPatch) -> Page:
    made = Page()
    monkeypatch.setattr(answer, "st", made)
    return made


def prediction(share: float) -> Prediction:
    """A 4, or else a 9."""
    probabilities = np.zeros(10, np.float32)
    probabilities[[4, 9]] = share, 1 - share
    return Prediction(probabilities, 4, 9, probabilities, (), sure=share >= 0.7)


def test_sure_of_a_drawing(page: Page) -> None:
    answer.show_verdict(prediction(0.9), "draw", "It reads")
    large, share, warning = page.said
    assert "It reads" in large and ">4<" in large and 'role="status"' in large
    assert "90.0%" in share and "must choose one" in warning


@pytest.mark.parametrize(("way", "advice"), [("draw", True), ("photo", False), ("sample", False)])
def test_not_sure(page: Page, way: str, advice: bool) -> None:
    """Both digits are named, and only a drawing can be drawn more clearly."""
    answer.show_verdict(prediction(0.6), way, "It reads")
    assert ">4 or 9<" in page.said[0] and "Not sure" in page.said[0]
    assert ("draw it more clearly" in page.said[1]) is advice and "60.0%" in page.said[1]
    assert len(page.said) == (2 if way == "sample" else 3)
