"""A percentage does not claim more than is true."""

from __future__ import annotations

import pytest

from ui.text.percent import percent


@pytest.mark.parametrize(
    ("share", "decimals", "words"),
    [
        (0.983, 1, "98.3%"),
        (1.0, 1, "100.0%"),
        (0.0, 0, "0%"),
        (0.99996, 1, ">\u00a099.9%"),
        (0.997, 0, ">\u00a099%"),
        (1e-9, 1, "<\u00a00.1%"),
        (0.004, 0, "<\u00a01%"),
    ],
)
def test_a_percentage_does_not_claim_more_than_is_true(
    share: float, decimals: int, words: str
) -> None:
    assert percent(share, decimals) == words
