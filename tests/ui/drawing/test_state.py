"""How much a drawing is."""

from __future__ import annotations

from mnist_core.drawing.strokes import Stroke
from ui.drawing.state import DrawingState


def test_size_of_a_drawing() -> None:
    strokes = (Stroke(20.0, ((0.0, 0.0),) * 2), Stroke(20.0, ((1.0, 1.0),) * 4))
    assert DrawingState(strokes).points == 6 and not DrawingState(strokes).empty
    assert DrawingState(()).points == 0 and DrawingState(()).empty
