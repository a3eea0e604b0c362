"""A picture on its way to a network, and what has been made of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from mnist_core.drawing import WHITE, DrawingOptions, PreparedDrawing, prepare, render
from mnist_core.errors import DrawingError
from ui.drawing.state import DrawingState, get_draw_state
from ui.drawing.undo_history import SIZE

T = TypeVar("T")


@dataclass
class Input:
    """A picture on its way to the model, which remembers what has been made of it.

    Attributes:
        make: how to prepare it.
        subject: which digit this is about: a further stroke leaves it, a new photo does not.
        label: which digit it is, where that is known.
    """

    make: Callable[[DrawingOptions], PreparedDrawing]
    subject: str
    label: int | None = None
    _made: dict[Hashable, Any] = field(default_factory=dict)

    def prepare(self, options: DrawingOptions) -> PreparedDrawing:
        """As MNIST would have it; computed once for each choice of stages.

        Raises:
            DrawingError: no digit can be read from it.
        """
        made = self.once(options, lambda: self._try(options))
        if isinstance(made, DrawingError):
            raise made
        return made

    def once(self, name: Hashable, make: Callable[[], T]) -> T:
        """What `make` returns, computed the first time it is asked for under this name."""
        if name not in self._made:
            self._made[name] = make()
        made: T = self._made[name]
        return made

    def _try(self, options: DrawingOptions) -> PreparedDrawing | DrawingError:
        try:
            return self.make(options)
        except DrawingError as error:
            return error


def same_or_new(key: Hashable, make: Callable[[], Input]) -> Input:
    """The visit's last input if it is still the same picture, with all that it remembers."""
    state = get_draw_state()
    if state.source is None or state.source[0] != key:
        state.source = (key, make())
    return state.source[1]


def drawn(drawing: DrawingState) -> Input:
    """What the pen drew."""

    def read() -> Input:
        rgba = render(drawing.strokes, SIZE, paper=WHITE)
        return Input(
            lambda options: prepare(rgba, options=options, paper=WHITE),
            f"draw{get_draw_state().canvas_version}",
        )

    return same_or_new(("draw", drawing), read)
