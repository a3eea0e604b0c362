"""Figures are written in the unit that their names say."""

from __future__ import annotations

import pytest

from ui.text.figures import figure


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("first_loss", 2.3026, "2.3026"),
        ("usual_accuracy", 0.97649, "97.6%"),
        ("lost_points", -0.0123, "−1.2"),
        ("usual_rate", 1e-5, "0.00001"),
        ("steps", 12345.0, "12,345"),
    ],
)
def test_figure(name: str, value: float, written: str) -> None:
    assert figure(name, value) == written
