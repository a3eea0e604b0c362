"""Shares as percentages that do not claim more than is true."""

from __future__ import annotations

TINY = 1e-9


def percent(share: float, decimals: int = 1) -> str:
    """`0.983` -> `98.3%`; what would round to 0 or 100 without being it is `< 0.1%`, `> 99.9%`.

    The sign and the number stay on one line.
    """
    step = 10.0 ** -(decimals + 2)
    if 0 < share < step / 2:
        return f"<\u00a0{step:.{decimals}%}"
    if 1 - step / 2 <= share < 1:
        return f">\u00a0{1 - step:.{decimals}%}"
    return f"{share:.{decimals}%}"


def probability(share: float, decimals: int = 1) -> str:
    """As `percent`, of what a softmax gives: never quite 0 or 1, though 32 bits may say so."""
    return percent(min(max(float(share), TINY), 1 - TINY), decimals)
