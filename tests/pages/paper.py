"""Drawings on the paper of Draw and of Home, and what is said of them.

AppTest has no canvas to draw on, so a test adds to the history as the canvas would.
"""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from mnist_core.drawing.strokes import Stroke
from tests.pages.conftest import remembered
from ui.drawing.state import DrawingState, DrawState

ONE = [[(140, 60), (136, 220)]]
DOT = [[(140, 140), (141, 141)]]
TWO_DIGITS = [[(60, 60), (58, 220)], [(220, 60), (218, 220)]]
# strokes, language, and a word of the sentence why they are not read
NONSENSE = [
    (DOT, "en", "only a dot"),
    (DOT, "zh", "只是一个点"),
    (TWO_DIGITS, "en", "2 digits"),
    (TWO_DIGITS, "zh", "2 个数字"),
]


def draw(app: AppTest, lines: list[list[tuple[int, int]]]) -> None:
    """What the canvas hands over after these straight lines."""
    strokes = tuple(Stroke(20.0, tuple((float(x), float(y)) for x, y in line)) for line in lines)
    remembered(app, DrawState).history.append(DrawingState(strokes))
    app.run()
    assert not app.exception, app.exception


def answer(app: AppTest) -> str:
    found = [each.proto.body for each in app.get("html") if "digit-answer" in each.proto.body]
    return found[0] if found else ""


def alerts(app: AppTest) -> str:
    return " ".join(each.value for each in [*app.info, *app.warning, *app.error])
