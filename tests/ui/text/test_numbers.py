"""Numbers without exponents, and powers of ten for what no digits can show."""

from __future__ import annotations

import pytest

from mnist_core.config.training_config import LEARNING_RATES
from ui.text.numbers import loss_number, plain_number, significant


def test_no_learning_rate_of_the_slider_has_an_exponent() -> None:
    for rate in LEARNING_RATES:
        assert "e" not in plain_number(rate)
        assert float(plain_number(rate)) == rate


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0, "0"), (3e-5, "0.00003"), (10.0, "10"), (1e-12, "1e-12"), (1e300, "1e+300")],
)
def test_plain_number(value: float, words: str) -> None:
    """A number is plain as long as it can be read."""
    assert plain_number(value) == words


@pytest.mark.parametrize(
    ("loss", "words"),
    [(0.03456, "0.0346"), (2.5, "2.5000"), (1234.0, "1.2 × 10³"), (1.498e33, "1.5 × 10³³")],
)
def test_a_loss_is_readable_however_huge(loss: float, words: str) -> None:
    assert loss_number(loss) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "0"),
        (0.0123456, "0.0123"),
        (-4.5678, "−4.57"),
        (123.4, "123"),
        (0.00012, "0.000120"),
        (1.234e-6, "1.23\u00a0×\u00a010⁻⁶"),
        (-3.3e9, "−3.30\u00a0×\u00a010⁹"),
        (float("nan"), "NaN"),
        (float("-inf"), "−∞"),
    ],
)
def test_significant(value: float, words: str) -> None:
    assert significant(value) == words
