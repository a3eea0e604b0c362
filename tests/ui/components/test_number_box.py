"""A number that no image has becomes the nearest that one has, and that is said."""

from __future__ import annotations

import pytest

from tests.pages.conftest import OpenPage, words


@pytest.mark.parametrize(("typed", "kept"), [(99_999_999, 1499), (-4, 0)])
def test_image_number_out_of_range(open_page: OpenPage, typed: int, kept: int) -> None:
    """An image that there is not gets a sentence and the nearest."""
    app = open_page("data")
    app.number_input(key="lens_index").set_value(typed).run()
    assert app.number_input(key="lens_index").value == kept
    assert "numbered from 0 to 1,499" in words(app)
    assert f"This is **training image {kept}**" in words(app)
    app.number_input(key="lens_index").set_value(7).run()
    assert "numbered from" not in words(app)
