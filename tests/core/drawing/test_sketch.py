"""A drawing at the common size, and what is measured on it."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.pen_digits import render
from mnist_core.drawing.sketch import sketch
from tests.core.drawing.drawn import STROKES, strokes


def ink(digit: int, brush: float) -> np.ndarray:
    return 255 - render(strokes(digit), brush=brush, ink=(0, 0, 0))[..., 0].astype(np.float32)


@pytest.mark.parametrize("brush", [5, 10, 20, 30])
def test_the_pens_width_is_measured_to_half_a_pixel(brush) -> None:
    for digit in STROKES:
        drawn = sketch(ink(digit, brush))
        assert drawn is not None
        assert drawn.pen / drawn.scale == pytest.approx(brush, abs=0.75), f"digit {digit}"
