"""Whatever the colours of ink and paper, the ink is found."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.pen_digits import render
from mnist_core.drawing.preparation import prepare
from tests.core.drawing.drawn import STROKES, drawn, farthest, strokes

COLOURS = st.tuples(*[st.integers(0, 255)] * 3)


@settings(deadline=None, max_examples=60)
@given(digit=st.sampled_from(sorted(STROKES)), ink=COLOURS, paper=COLOURS)
@example(digit=5, ink=(255, 0, 0), paper=(0, 0, 255))
@example(digit=8, ink=(200, 0, 0), paper=(0, 102, 0))  # of almost the same luminance
def test_colours_do_not_matter_where_ink_and_paper_differ(digit, ink, paper) -> None:
    if np.linalg.norm(np.subtract(ink, paper)) < 100:
        return
    assert farthest(drawn(digit, ink=ink, paper=paper), drawn(digit)) <= 8


@pytest.mark.parametrize("ink", [(17, 17, 17), (250, 250, 250), (240, 200, 30)])
def test_on_transparent_paper_the_ink_alone_decides(ink) -> None:
    opaque = render(strokes(3), ink=(0, 0, 0), paper=(255, 255, 255))
    coverage = 255 - opaque[..., 0]
    transparent = np.dstack([np.broadcast_to(np.array(ink, np.uint8), (280, 280, 3)), coverage])
    assert farthest(prepare(transparent).picture, prepare(opaque).picture) <= 8


def test_prepare_ink_over_the_border() -> None:
    """Ink that covers most of the border needs the paper's colour."""
    picture = 255 - render(strokes(0))
    picture[..., 3] = 255
    picture[:3], picture[-3:], picture[:, :3] = picture[140, 140], picture[140, 140], 255
    given = prepare(render(strokes(0)), paper=(255, 255, 255)).picture
    assert farthest(given, prepare(render(strokes(0))).picture) == 0
