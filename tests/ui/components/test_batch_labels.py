"""A batch's labels, each in its picture's place."""

from __future__ import annotations

import re

import numpy as np

from ui.components.batch_labels import label_grid


def test_labels_stand_like_their_pictures() -> None:
    grid = label_grid(np.array([5, 0, 4, 1, 9]), 2, alt='"five" labels')
    assert "repeat(2,minmax(0,1fr))" in grid
    assert re.findall(r"<span>(\d)</span>", grid) == ["5", "0", "4", "1", "9"]
    assert 'aria-label="&quot;five&quot; labels"' in grid
