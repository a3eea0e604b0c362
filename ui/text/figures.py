"""Measured figures as a person writes them; the end of a figure's name says its unit."""

from __future__ import annotations

from collections.abc import Mapping

from ui.text.numbers import loss_number, plain_number, significant, with_minus
from ui.text.percent import percent


def figure(name: str, value: float) -> str:
    """`usual_accuracy` as 97.6%, `lost_points` as 1.3 (percentage points), `first_loss`, `a_rate`,
    `largest_value` of any size; any other is a count.
    """
    if name.endswith("_loss"):
        return loss_number(value)
    if name.endswith("_accuracy"):
        return percent(value)
    if name.endswith("_points"):
        return with_minus(f"{100 * value:.1f}")
    if name.endswith("_rate"):
        return plain_number(value)
    if name.endswith("_value"):
        return significant(value)
    return f"{value:,.0f}"


def figures(values: Mapping[str, float]) -> dict[str, str]:
    """All of them by name, for `text`."""
    return {name: figure(name, value) for name, value in values.items()}
