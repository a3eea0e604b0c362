"""A single setting is taken as it is meant, or refused in a sentence that names it."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from mnist_core.config.ranges import (
    LONGEST_SHOWN,
    IntRange,
    Range,
    check_choice,
    check_number,
    check_whole,
    setting_error,
)
from mnist_core.errors import ConfigError

WIDTHS = IntRange(8, 24, 8, 16)
RATES = Range(0.5, 2.0, 0.5, 1.0)


def test_range_contains_both_ends() -> None:
    assert [value for value in range(-8, 40) if WIDTHS.contains(value)] == [8, 16, 24]
    assert RATES.contains(0.5) and RATES.contains(0.7) and RATES.contains(2.0)
    assert not any(map(RATES.contains, (0.49, 2.01, math.nan, math.inf, -math.inf)))


def test_numbers_of_other_libraries() -> None:
    """They become Python's own, which JSON can write."""
    whole, number = check_whole("width", np.int64(16), WIDTHS), np.float32(1.5)
    assert (whole, type(whole)) == (16, int)
    assert type(check_number("rate", number, RATES)) is float
    assert check_number("rate", Fraction(3, 2), RATES) == 1.5


def test_choice_of_the_same_type() -> None:
    """What is merely equal is another value: 1.0 and True are no whole 1."""
    assert check_choice("size", 1, (1, 2)) == 1
    for value in (1.0, True, "1", [1]):
        with pytest.raises(ConfigError, match=r"Size must be one of 1, 2, not "):
            check_choice("size", value, (1, 2))


@pytest.mark.parametrize("value", ["x" * 1000, 10**1000, ["x"] * 1000], ids=["text", "int", "list"])
def test_long_values_are_shortened(value: object) -> None:
    shown = str(setting_error("{value}", "name", value))
    assert len(shown) == LONGEST_SHOWN and shown.endswith("…")
    assert str(setting_error("{value}", "name", 12345)) == "12,345"
