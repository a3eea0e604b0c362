"""Paper to draw a digit on, and a network's answer beside it: Home and Draw show both."""

from ui.drawing import canvas, restored_drawing
from ui.drawing.answer import show_seen, show_verdict
from ui.drawing.board import Board, lay_out
from ui.drawing.input import Input, drawn, same_or_new
from ui.drawing.keys import SAMPLE, WAY
from ui.drawing.state import DrawingState, Photo, get_draw_state
from ui.drawing.undo_history import SIZE, current_drawing

__all__ = [
    "SAMPLE",
    "SIZE",
    "WAY",
    "Board",
    "DrawingState",
    "Input",
    "Photo",
    "canvas",
    "current_drawing",
    "drawn",
    "get_draw_state",
    "lay_out",
    "restored_drawing",
    "same_or_new",
    "show_seen",
    "show_verdict",
]
