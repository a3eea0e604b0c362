"""The ink is told from its paper in any light."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from mnist_core.drawing.picture_file import LONGEST_SIDE, read_picture
from mnist_core.drawing.preparation import prepare_ink
from mnist_core.errors import DrawingError
from tests.core.drawing.pictures import overlap, photo, saved


@pytest.mark.parametrize("chalk", [False, True])
@pytest.mark.parametrize("digit", [0, 4, 8])
def test_the_ink_is_found_under_uneven_light(digit, chalk) -> None:
    found = read_picture(saved(photo(digit, chalk=chalk), "JPEG"))
    assert max(found.shape) <= LONGEST_SIDE
    assert overlap(found, digit) > 0.8
    prepare_ink(found)


def test_read_picture_without_specks_and_edge() -> None:
    """Specks and the edge of the table are left out."""
    picture = np.asarray(photo(5, shadow=False)).copy()
    picture[:, :60] = 40  # the table beside the paper
    picture[600:606, 760:766] = 50  # a crumb
    found = read_picture(saved(Image.fromarray(picture), "JPEG"))
    assert overlap(found, 5) > 0.75


def test_a_photo_of_empty_paper_has_no_ink() -> None:
    random = np.random.default_rng(0)
    light = np.linspace(120, 220, 400)[None, :, None] + random.normal(0, 4, (400, 400, 1))
    paper = Image.fromarray(np.repeat(light, 3, axis=2).clip(0, 255).astype(np.uint8))
    with pytest.raises(DrawingError) as caught:
        prepare_ink(read_picture(saved(paper, "JPEG")))
    assert caught.value.code == "empty"
