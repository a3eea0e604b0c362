"""The distance transform against brute force; the pen measured and changed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from benchmarks.pen_digits import render
from mnist_core.drawing.stroke_width import change_width, depth, distances, measure
from tests.core.drawing.drawn import strokes

MASKS = hnp.arrays(np.bool_, st.tuples(st.integers(1, 14), st.integers(1, 14)))


def brute_force(mask: np.ndarray) -> np.ndarray:
    outside = np.argwhere(~mask)
    everywhere = np.stack(np.indices(mask.shape), axis=-1).astype(float)
    gaps = everywhere[:, :, None] - outside
    return np.sqrt((gaps**2).sum(axis=-1)).min(axis=-1)


@settings(deadline=None)
@given(MASKS)
def test_distances_are_those_to_the_nearest_pixel_outside(mask) -> None:
    mask = mask.copy()
    mask[0, 0] = False  # else there is nothing to be near to
    np.testing.assert_allclose(distances(mask), brute_force(mask), rtol=1e-6)


@settings(deadline=None)
@given(MASKS, st.integers(1, 6))
def test_within_its_reach_a_short_sighted_transform_is_exact(mask, reach) -> None:
    mask = mask.copy()
    mask[0, 0] = False
    true, found = brute_force(mask), distances(mask, reach)
    near = true <= reach
    np.testing.assert_allclose(found[near], true[near], rtol=1e-6)
    assert (found >= true - 1e-5).all()


def ink(digit: int, brush: float) -> np.ndarray:
    return 255 - render(strokes(digit), brush=brush, ink=(0, 0, 0))[..., 0].astype(np.float32)


@pytest.mark.parametrize(("before", "after"), [(8, 20), (20, 8), (20, 30), (30, 20), (12, 12)])
def test_changed_strokes_are_those_of_the_other_pen(before, after) -> None:
    for digit in (1, 2, 3, 7):  # no loops, which a wider pen would close
        grey = ink(digit, before)
        changed = change_width(grey, depth(grey), before, after)
        assert np.abs(changed - ink(digit, after)).mean() < 0.02 * ink(digit, after).mean() + 0.5


def test_filled_loop_is_opened() -> None:
    """A loop that a thick pen filled is opened again."""
    around = np.linspace(0, 2 * np.pi, 60)
    ring = [0.5 + 0.078 * np.stack([np.cos(around), np.sin(around)], axis=1)]
    grey, thin = (
        255 - render(ring, brush=brush, ink=(0, 0, 0))[..., 0].astype(np.float32)
        for brush in (45, 12)
    )
    changed = change_width(grey, depth(grey), 45, 12)
    hole = (slice(132, 148), slice(132, 148))
    assert grey[hole].min() == 255, "the loop is not filled"
    assert thin[hole].max() == 0
    assert changed[hole].mean() < 64


def test_a_crossing_is_not_taken_for_a_loop() -> None:
    cross = [np.array([(0.2, 0.2), (0.8, 0.8)]), np.array([(0.8, 0.2), (0.2, 0.8)])]
    grey = 255 - render(cross, brush=40, ink=(0, 0, 0))[..., 0].astype(np.float32)
    changed = change_width(grey, depth(grey), 40, 16)
    assert changed[136:144, 136:144].min() == 255


def test_no_ink_has_no_width() -> None:
    assert measure(np.zeros((5, 5), np.float32)) == 0
