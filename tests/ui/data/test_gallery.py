"""Which images the gallery goes through."""

from __future__ import annotations

import numpy as np
import pytest

from ui.data.gallery import ALL, chosen_indices, narrowed


def test_gallery_order() -> None:
    """The gallery goes through the chosen digits and shuffles without losing any."""
    labels = np.arange(50) % 10
    own = chosen_indices(labels, [4, 9], shuffle=0)
    assert own.tolist() == [index for index in range(50) if index % 10 in (4, 9)]
    once, twice = (chosen_indices(labels, [4, 9], shuffle=seed) for seed in (1, 2))
    assert sorted(once) == sorted(twice) == own.tolist()
    assert once.tolist() != twice.tolist()
    assert len(chosen_indices(labels, [], shuffle=1)) == 0


@pytest.mark.parametrize(
    ("before", "now", "then"),
    [
        ([ALL], [ALL, "4"], ["4"]),
        (["4"], ["4", "9"], ["4", "9"]),
        (["4", "9"], ["4", "9", ALL], [ALL]),
        ([ALL], [], []),
        (["4"], [], []),
        ([], [ALL], [ALL]),
    ],
)
def test_all_and_single_digits_exclude_one_another(
    before: list[str], now: list[str], then: list[str]
) -> None:
    assert narrowed(before, now) == then
