"""Numbers as a person writes them: no exponent where digits will do, a power of ten where not."""

from __future__ import annotations

import math

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
# From here on a loss has more digits than anybody reads.
HUGE = 1000.0


def plain_number(value: float) -> str:
    """A learning rate without an exponent: 0.00001; what is beyond all limits keeps its own."""
    if not (value == 0 or 1e-7 <= abs(value) < 1e7):
        return with_minus(f"{value:g}")
    return with_minus(f"{value:.7f}".rstrip("0").rstrip("."))


def with_minus(number: str) -> str:
    """A number with the sign that the charts' axes have as well: `-0.42` -> `−0.42`."""
    return "−" + number[1:] if number.startswith("-") else number


def power_of_ten(exponent: int) -> str:
    """`33` -> `10³³`."""
    return "10" + str(exponent).translate(SUPERSCRIPTS)


def loss_number(value: float) -> str:
    """A loss with four decimals; a huge one as `1.5 × 10³³`."""
    if value < HUGE:
        return f"{value:.4f}"
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{mantissa} × {power_of_ten(int(exponent))}"


def significant(value: float, digits: int = 3) -> str:
    """A number of any size by its first digits: `0.0123`, `−4.56`, `1.2 × 10⁻⁶`, `NaN`, `∞`."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    if 1e-4 <= abs(value) < 1e5:
        decimals = max(digits - 1 - math.floor(math.log10(abs(value))), 0)
        return with_minus(f"{value:.{decimals}f}")
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    return with_minus(f"{mantissa}\u00a0×\u00a0{power_of_ten(int(exponent))}")
