"""Strokes drawn on a canvas, against every pixel's distance to finely divided curves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mnist_core.drawing.strokes import MAX_PIECES, Point, Stroke, render
from mnist_core.errors import DrawingError

SIDE = 24
PLACES = st.tuples(st.floats(-10, SIDE + 10), st.floats(-10, SIDE + 10))
STROKES = st.builds(
    Stroke,
    st.floats(2, 12),
    st.integers(0, 4).flatmap(lambda curves: st.tuples(*[PLACES] * (2 + 2 * curves))),
)


def on_the_line(stroke: Stroke) -> np.ndarray:
    """Points close together on the stroke, (N, 2)."""
    t = np.linspace(0, 1, 400)[:, None]
    points = np.array(stroke.points)
    curves = [
        (1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end
        for start, control, end in zip(points[:-2:2], points[1:-2:2], points[2::2], strict=True)
    ]
    return np.concatenate([*curves, points[-2] + t * (points[-1] - points[-2])])


@settings(deadline=None, max_examples=60)
@example(Stroke(2.0, ((0.0, 0.0), (0.0, 1e-79))))  # a length whose square is 0 in float32
@given(STROKES)
def test_render_inks_by_distance(stroke) -> None:
    """A pixel is inked by how near the line its middle lies."""
    y, x = np.mgrid[0:SIDE, 0:SIDE] + 0.5
    line = on_the_line(stroke)
    nearest = np.hypot(x[..., None] - line[:, 0], y[..., None] - line[:, 1]).min(axis=-1)
    expected = 255 * (1 - np.clip(stroke.width / 2 + 0.5 - nearest, 0, 1))
    found = render([stroke], SIDE)
    assert np.abs(found[..., 0] - expected).max() <= 0.1 * 255
    assert (found[..., 3] == 255).all()


def test_strokes_lie_over_one_another() -> None:
    across, down = (
        Stroke(5.0, ((4.0, 12.0), (20.0, 12.0))),
        Stroke(5.0, ((12.0, 4.0), (12.0, 20.0))),
    )
    paper = [
        255 - render(each, SIDE)[..., 0].astype(int) for each in ([across], [down], [across, down])
    ]
    assert (paper[2] >= np.maximum(paper[0], paper[1])).all()
    assert (paper[2] <= paper[0] + paper[1]).all()


def test_in_its_own_colours() -> None:
    drawn = render(
        [Stroke(40.0, ((12.0, 12.0), (12.0, 12.0)))], SIDE, ink=(9, 8, 7), paper=(1, 2, 3)
    )
    assert drawn[12, 12].tolist() == [9, 8, 7, 255]
    assert render([], SIDE, paper=(1, 2, 3))[0, 0].tolist() == [1, 2, 3, 255]


@pytest.mark.parametrize("points", [((0.0, 0.0),) * (2 * MAX_PIECES), ((0.0, 0.0), (1e5, 1e5)) * 3])
def test_render_refuses_too_much(points: tuple[Point, ...]) -> None:
    """More than anyone draws is refused before it is drawn."""
    strokes = [Stroke(40.0, points)] * 2
    with pytest.raises(DrawingError) as caught:
        render(strokes, SIDE)
    assert caught.value.code == "scribble"


@pytest.mark.parametrize("points", [(), ((0.0, 0.0),), ((0.0, 0.0),) * 3])
def test_stroke_points(points) -> None:
    """A stroke has its start, its curves and its end."""
    with pytest.raises(ValueError, match="a start"):
        Stroke(5.0, points)
