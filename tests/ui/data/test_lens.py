"""A pixel's number in the three forms that the lens shows."""

from __future__ import annotations

from ui.data.lens import normalised, raw, scaled


def test_the_three_forms_of_a_pixel() -> None:
    assert [form(0) for form in (raw, scaled, normalised)] == ["0", "0", "−0.42"]
    assert [form(255) for form in (raw, scaled, normalised)] == ["255", "1.00", "2.82"]
