"""Two columns stand beside each other only where both have room."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def page() -> None:
    from ui.shell.style import two_columns

    left, right = two_columns("pair", (2, 1), (300, 200))
    left.write("left")
    right.write("right")


def test_two_columns_have_their_least_widths() -> None:
    app = AppTest.from_function(page).run()
    (style,) = [each.proto.body for each in app.get("html")]
    first, second = style.splitlines()
    assert ".st-key-pair " in first and ":nth-child(1) { min-width: min(100%, 300px) }" in first
    assert ".st-key-pair " in second and ":nth-child(2) { min-width: min(100%, 200px) }" in second
    assert [column.markdown[0].value for column in app.columns] == ["left", "right"]
