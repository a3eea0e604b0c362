"""The ways a picture comes to the model: drawn, from a file, or out of the test set."""

from __future__ import annotations

import io
import zlib

import numpy as np
import streamlit as st
from PIL import Image
from streamlit.runtime.uploaded_file_manager import DeletedFile, UploadedFile

from mnist_core.config import MAX_PICTURE_BYTES, MAX_PICTURE_PIXELS
from mnist_core.drawing import prepare_ink, read_picture
from mnist_core.errors import DrawingError
from ui.components import THICKEST, THINNEST, data_uri, digit_png, image_number, say_nearest
from ui.draw import keys
from ui.drawing import (
    SAMPLE,
    SIZE,
    WAY,
    Board,
    Input,
    Photo,
    canvas,
    drawn,
    get_draw_state,
    same_or_new,
)
from ui.session import Key, put, widget
from ui.shell import open_lab
from ui.text import N_, _, code_span, explain, text

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


def choose_way() -> str:
    """Draw, photograph, or take a test image; all but drawing itself by keyboard too."""
    state = get_draw_state()
    labels = {way: f"{icon} {_(name)}" for way, (name, icon) in WAYS.items()}
    state.way = st.segmented_control(
        _("Where the digit comes from"),
        list(WAYS),
        default=state.first_way,
        format_func=labels.__getitem__,
        key=WAY,
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
    return None if drawing is None else drawn(drawing)


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

    return same_or_new(("photo", photo.png), read)


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
        key=SAMPLE,
    )
    say_nearest("test", last, index)
    st.button(
        _("Another one"),
        icon=":material/casino:",
        on_click=lambda: put(SAMPLE, int(np.random.default_rng().integers(len(test)))),
    )
    picture = test.images[index].numpy()
    label = int(test.labels[index])
    st.image(
        data_uri(digit_png(picture, scale=10)),
        width=SIZE,
        alt=_("Test image {index}, a {label}.").format(index=index, label=label),
    )
    st.caption(_("Its label is {label}.").format(label=label))
    return same_or_new(
        ("sample", index),
        lambda: Input(
            lambda options: prepare_ink(picture, options=options), f"sample{index}", label
        ),
    )
