"""What was made of a picture is not made again; a picture that cannot be read says so each time."""

from __future__ import annotations

import pytest

from mnist_core.drawing import DrawingOptions
from mnist_core.drawing.strokes import Stroke
from mnist_core.errors import DrawingError
from ui.drawing import input as module
from ui.drawing.state import DrawingState, DrawState


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> DrawState:
    made = DrawState()
    monkeypatch.setattr(module, "get_draw_state", lambda: made)
    return made


def drawing(*points: tuple[float, float]) -> DrawingState:
    return DrawingState((Stroke(20.0, points),))


def test_the_same_drawing_is_the_same_input(state: DrawState) -> None:
    first = module.drawn(drawing((140, 60), (136, 220)))
    again = module.drawn(drawing((140, 60), (136, 220)))
    assert again is first and again.prepare(DrawingOptions()) is first.prepare(DrawingOptions())
    assert module.drawn(drawing((140, 60), (100, 220))) is not first


def test_what_cannot_be_read_is_tried_once(state: DrawState) -> None:
    dot = module.drawn(drawing((140, 140), (141, 141)))
    errors = []
    for _time in range(2):
        with pytest.raises(DrawingError) as caught:
            dot.prepare(DrawingOptions())
        errors.append(caught.value)
    assert errors[0] is errors[1] and errors[0].code == "dot"
