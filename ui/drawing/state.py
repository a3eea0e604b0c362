"""What the visit remembers of the picture that is read, whichever page shows the paper."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mnist_core.drawing import Stroke
from mnist_core.errors import LabError
from ui.session import page_state

if TYPE_CHECKING:
    from ui.drawing.input import Input


@dataclass(frozen=True)
class DrawingState:
    """One state of the drawing: the pen's strokes, in CSS pixels of the canvas."""

    strokes: tuple[Stroke, ...]

    @property
    def empty(self) -> bool:
        return not self.strokes

    @property
    def points(self) -> int:
        """How many numbers' pairs it takes to keep it."""
        return sum(len(stroke.points) for stroke in self.strokes)


@dataclass(frozen=True)
class Photo:
    """A photo of a digit: its ink as PNG, or why there is none."""

    name: str
    png: bytes = b""
    problem: LabError | None = None


# The way, the test image's number, the drawing and the photo.
Shown = tuple[str, int, DrawingState | None, Photo | None]


@dataclass
class DrawState:
    """The picture that is read, in each of the ways in which one may come.

    Attributes:
        history: the states of the drawing, the newest last.
        last_sent: by the canvas; of what was refused, the error's code.
        canvas_gone: whether the canvas, when it comes back, is to be told what to show.
        canvas_start: what it was told last, as its own JSON.
        canvas_version: how often it was told.
        way, sample: how the picture comes, and the test image's number.
        first_way, first_sample: what their widgets start with, the whole visit.
        uploaders: how often the photo's uploader was replaced by an empty one.
        source: the last picture by what it was made of, with all that was made of it.
        restored: whether it was looked for what this browser had here before a reload.
        remembered: what the server last kept for a reload.
    """

    history: list[DrawingState] = field(default_factory=list)
    last_sent: DrawingState | str | None = None
    canvas_gone: bool = False
    canvas_start: dict[str, object] | None = None
    canvas_version: int = 0
    way: str = "draw"
    sample: int = 0
    first_way: str = "draw"
    first_sample: int = 0
    photo: Photo | None = None
    uploaders: int = 0
    source: tuple[Hashable, Input] | None = None
    restored: bool = False
    remembered: Shown = ("draw", 0, None, None)


def get_draw_state() -> DrawState:
    """The visit's."""
    return page_state(DrawState)
