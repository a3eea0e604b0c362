"""From a drawing or a photo to the picture that MNIST's makers would have made of it."""

from mnist_core.drawing.ink import WHITE
from mnist_core.drawing.picture_file import read_picture
from mnist_core.drawing.preparation import (
    STAGES,
    DrawingOptions,
    PreparedDrawing,
    prepare,
    prepare_ink,
)
from mnist_core.drawing.strokes import MAX_PIECES, Point, Stroke, render, too_much

__all__ = [
    "MAX_PIECES",
    "STAGES",
    "WHITE",
    "DrawingOptions",
    "Point",
    "PreparedDrawing",
    "Stroke",
    "prepare",
    "prepare_ink",
    "read_picture",
    "render",
    "too_much",
]
