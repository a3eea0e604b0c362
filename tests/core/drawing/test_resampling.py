"""Each target pixel is the mean of the area that it covers, against a sum over fine pieces."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_core.drawing.resampling import AxisTransform, resample

FINE = 64  # pieces along a pixel's side


def picture_of(seed: int, height: int, width: int) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0, 255, (height, width)).astype(np.float32)


@given(st.integers(0, 9), st.integers(0, 9))
def test_whole_shifts_change_no_value(down: int, right: int) -> None:
    picture = picture_of(1, 5, 7)
    moved = resample(picture, AxisTransform(14, 1.0, down), AxisTransform(16, 1.0, right))
    assert moved.shape == (14, 16) and moved.dtype == np.float32
    assert (moved[down : down + 5, right : right + 7] == picture).all()
    assert moved.astype(float).sum() == pytest.approx(picture.astype(float).sum())


@given(st.floats(0.1, 4.0), st.floats(-3.0, 3.0))
def test_each_pixel_is_the_mean_of_its_area(scale: float, offset: float) -> None:
    """In one row; what lies outside the source counts as 0."""
    row, length = picture_of(2, 1, 6), 9
    found = resample(row, AxisTransform(1, 1.0), AxisTransform(length, scale, offset))[0]
    places = (np.arange(length * FINE) + 0.5) / FINE
    sources = np.floor((places - offset) / scale).astype(int)
    inside = (sources >= 0) & (sources < row.shape[1])
    values = np.where(inside, row[0][sources.clip(0, row.shape[1] - 1)], 0)
    expected = values.reshape(length, FINE).mean(axis=1)
    # each edge between two source pixels may fall within a piece, of which a pixel has so many
    edges = 2 + 1 / scale
    assert np.abs(found - expected).max() <= 255 * edges / FINE


def test_rows_and_columns_are_apart() -> None:
    picture = picture_of(3, 4, 6)
    rows, columns = AxisTransform(2, 0.5), AxisTransform(3, 0.5)
    blocks = picture.reshape(2, 2, 3, 2).mean(axis=(1, 3))
    assert resample(picture, rows, columns) == pytest.approx(blocks, rel=1e-6)
