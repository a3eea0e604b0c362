"""The canvas is told what to show, and told again only where that is new."""

from __future__ import annotations

import pytest

from mnist_core.drawing.strokes import Stroke
from ui.drawing import canvas
from ui.drawing.state import DrawingState, DrawState

DRAWING = DrawingState((Stroke(20.0, ((5.0, 5.0), (9.0, 9.0))),))


def test_clear_and_undo_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with a number of its own, without which the canvas takes it for old."""
    state = DrawState(history=[DRAWING])
    monkeypatch.setattr(canvas, "get_draw_state", lambda: state)
    canvas.clear()
    assert state.history == [DRAWING, DrawingState(())]
    assert state.canvas_start == {"objects": [], "version": 1}
    canvas._undo()
    assert state.history == [DRAWING]
    assert state.canvas_start is not None and state.canvas_start["version"] == 2
    assert len(state.canvas_start["objects"]) == 1  # type: ignore[arg-type]
