"""The ways a picture comes to the model: drawn, from a file, or out of the test set."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import streamlit as st
from PIL import Image
from streamlit.runtime.uploaded_file_manager import DeletedFile, UploadedFile

from mnist_core.config import MAX_PICTURE_BYTES, MAX_PICTURE_PIXELS
from mnist_core.drawing import (
    WHITE,
    DrawingOptions,
    PreparedDrawing,
    prepare,
    prepare_ink,
    read_picture,
    render,
)
from mnist_core.errors import DrawingError
from ui.components import THICKEST, THINNEST, data_uri, digit_png, image_number, say_nearest
from ui.draw import canvas, keys
from ui.draw.board import Board
from ui.draw.state import Photo, get_draw_state
from ui.draw.undo_history import SIZE
from ui.session import Key, put, widget
from ui.shell import open_lab
from ui.text import N_, _, code_span, explain, text

T = TypeVar("T")

WAYS = {
    "draw": (N_("Draw"), ":material/draw:"),
    "photo": (N_("A photo"), ":material/photo_camera:"),
    "sample": (N_("A test image"), ":material/grid_view:"),
}
MEGA = 1_000_000
# What the canvas's sentences would say wrongly of a photo.
PHOTO_SENTENCES = {
    "empty": N_(
        "No digit was found in this picture. Take one digit, dark on plain light paper or light "
        "on dark, that fills most of it."
    ),
    "dot": N_("Only a dot was found in this picture. Let the digit fill most of it."),
    "scribble": N_(
        "Too much ink was found in this picture for one digit. Take a single digit on plain "
        "paper, without lines, shadows or the edge of the table."
    ),
    "several_digits": N_(
        "This looks like {count} digits. Crop the picture to one: the network reads single digits."
    ),
}


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


def choose_way() -> str:
    """Draw, photograph, or take a test image; all but drawing itself by keyboard too."""
    state = get_draw_state()
    labels = {way: f"{icon} {_(name)}" for way, (name, icon) in WAYS.items()}
    state.way = st.segmented_control(
        _("Where the digit comes from"),
        list(WAYS),
        default=state.first_way,
        format_func=labels.__getitem__,
        key=keys.WAY,
        required=True,
        persist_state="session",
    )
    return state.way


def take(way: str, board: Board) -> Input | None:
    """The picture that came this way, or None while there is none.

    Raises:
        DrawingError: the photo was refused.
    """
    if way == "draw":
        return _drawn(board)
    get_draw_state().canvas_gone = True  # one that comes back shows the current drawing
    return {"photo": _photographed, "sample": _sampled}[way]()


def sentence(way: str, error: DrawingError) -> str:
    """Why nothing can be read, in words that fit the way the picture came."""
    if way == "photo" and error.code in PHOTO_SENTENCES:
        return _(PHOTO_SENTENCES[error.code]).format(**error.params)
    return explain(error)


def _same_or_new(key: Hashable, make: Callable[[], Input]) -> Input:
    """The visit's last input if it is still the same picture, with all that it remembers."""
    state = get_draw_state()
    if state.source is None or state.source[0] != key:
        state.source = (key, make())
    return state.source[1]


def _drawn(board: Board) -> Input | None:
    brush = board.under.slider(
        _("Pen width"),
        THINNEST,
        THICKEST,
        canvas.BRUSH,
        step=5,
        key=keys.BRUSH,
        format="%d px",
        persist_state="session",
    )
    drawing = canvas.draw(brush, board.buttons)
    if drawing is None:
        return None

    def read() -> Input:
        rgba = render(drawing.strokes, SIZE, paper=WHITE)
        return Input(
            lambda options: prepare(rgba, options=options, paper=WHITE),
            f"draw{get_draw_state().canvas_version}",
        )

    return _same_or_new(("draw", drawing), read)


def _photographed() -> Input | None:
    file = _uploaded()
    photo = get_draw_state().photo
    if photo is None:
        st.caption(text("draw", "photo", megapixels=MAX_PICTURE_PIXELS // MEGA))
        return None
    if isinstance(photo.problem, DrawingError):
        raise photo.problem
    st.image(data_uri(photo.png), width=SIZE, alt=_("The ink that was found in your picture."))
    row = st.container(horizontal=True, vertical_alignment="center")
    row.caption(code_span(photo.name))
    if file is None:  # it came before the learner went to another page and back
        row.button(_("Remove"), icon=":material/delete:", key=keys.REMOVE_PHOTO, on_click=_receive)

    def read() -> Input:
        ink = np.asarray(Image.open(io.BytesIO(photo.png)))
        return Input(
            lambda options: prepare_ink(ink, options=options), f"photo{zlib.crc32(photo.png)}"
        )

    return _same_or_new(("photo", photo.png), read)


def _uploaded() -> UploadedFile | None:
    """The file that was chosen; the browser may still name one that the server has lost.

    It has after a restart, and where it made room for others' files: that one was as good as never
    chosen, so an empty uploader takes the place of the one that names it.
    """
    file: UploadedFile | None = st.file_uploader(
        _("A picture of one digit (PNG, JPEG or WebP, up to {size} MB)").format(
            size=MAX_PICTURE_BYTES // MEGA
        ),
        # Any file: one that is refused by its name never arrives, so that the answer to the last
        # one would stay beside a refusal, and in English; and JPEG has six names (jpe, jfif, …).
        type=None,
        key=_uploader(),
        max_upload_size=MAX_PICTURE_BYTES // MEGA,
        on_change=_receive,
    )
    if isinstance(widget(_uploader()), DeletedFile):
        get_draw_state().uploaders += 1
        st.rerun()
    return file


def _uploader() -> Key[UploadedFile | DeletedFile]:
    return keys.photo(get_draw_state().uploaders)


def _receive() -> None:
    """Read a photo that has come, and forget one that was taken away."""
    file = widget(_uploader())
    if isinstance(file, DeletedFile):  # what was read of it stays
        return
    if file is None:
        get_draw_state().photo = None
        return
    try:
        get_draw_state().photo = Photo(file.name, digit_png(read_picture(file.getvalue()), scale=1))
    except DrawingError as error:
        get_draw_state().photo = Photo(file.name, problem=error)


def _sampled() -> Input | None:
    test = open_lab().mnist.test
    state = get_draw_state()
    last = len(test) - 1
    state.sample = index = image_number(
        st.container(),
        _("Number of the test image"),
        "test",
        last,
        value=min(state.first_sample, last),
        key=keys.SAMPLE,
    )
    say_nearest("test", last, index)
    st.button(
        _("Another one"),
        icon=":material/casino:",
        on_click=lambda: put(keys.SAMPLE, int(np.random.default_rng().integers(len(test)))),
    )
    picture = test.images[index].numpy()
    label = int(test.labels[index])
    st.image(
        data_uri(digit_png(picture, scale=10)),
        width=SIZE,
        alt=_("Test image {index}, a {label}.").format(index=index, label=label),
    )
    st.caption(_("Its label is {label}.").format(label=label))
    return _same_or_new(
        ("sample", index),
        lambda: Input(
            lambda options: prepare_ink(picture, options=options), f"sample{index}", label
        ),
    )
