"""What is all around a photo is cut off, and photos without a frame are left alone."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from mnist_core.drawing.ink import composite
from mnist_core.drawing.photo import ink_of_picture
from mnist_core.drawing.photo_frame import ink_inside_frame
from mnist_core.drawing.picture_file import read_picture
from mnist_core.drawing.preparation import prepare_ink
from mnist_core.errors import DrawingError
from tests.core.drawing.drawn import strokes
from tests.core.drawing.framed import FRAMES, paper_photo, things_around

DIGIT = 3


def seen(image: Image.Image) -> np.ndarray:
    """What the network sees of the picture's file."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=88)
    return prepare_ink(read_picture(file.getvalue())).picture.astype(float).ravel()


@pytest.mark.parametrize("kind", FRAMES)
def test_the_digit_is_read_as_without_the_frame(kind: str) -> None:
    random = np.random.default_rng(5)
    photo = paper_photo(strokes(DIGIT), random)
    framed = FRAMES[kind](photo, random)
    assert np.corrcoef(seen(photo), seen(framed))[0, 1] > 0.9


@pytest.mark.parametrize("how", [{}, {"chalk": True}, {"squared": True}], ids=str)
def test_a_photo_without_a_frame_stays_as_it_is(how: dict[str, bool]) -> None:
    photo = paper_photo(strokes(DIGIT), np.random.default_rng(2), **how)
    photo.thumbnail((480, 480))
    colours = composite(np.asarray(photo.convert("RGBA")))
    assert (ink_inside_frame(colours) == ink_of_picture(colours)).all()


@pytest.mark.parametrize("seed", range(6))
def test_things_around_the_paper_are_never_read(seed: int) -> None:
    random = np.random.default_rng(seed)
    photo = paper_photo(strokes(DIGIT), random)
    try:
        found = seen(things_around(photo, random))
    except DrawingError as error:
        assert error.code == "picture_clutter"
    else:
        assert np.corrcoef(seen(photo), found)[0, 1] > 0.9
