"""Home before anything is trained: a digit is drawn, or a test image chosen, and read at once."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.hand import draw_digit
from tests.e2e.visit import Visit


def test_first_drawing_by_mouse_and_by_keyboard(visit: Visit) -> None:
    visit.goto(lang="en")
    page, read = visit.page, visit.page.locator(".digit-answer")
    draw_digit(page, 1)
    expect(read).to_have_text("1")
    visit.reload()  # the drawing stays
    expect(read).to_have_text("1")

    first, second, *_others = (
        page.get_by_role("group", name="Test images").get_by_role("button").all()
    )
    first.focus()
    visit.press("Enter")
    expect(read).to_have_text("7")
    first.focus()
    visit.press("ArrowRight")
    expect(second).to_be_focused()
    visit.press("Enter")
    expect(read).to_have_text("2")
    expect(second).to_have_attribute("aria-pressed", "true")

    page.locator(".st-key-clear").get_by_role("button").click()
    expect(page.get_by_text("Draw a digit in the box")).to_be_visible()
    expect(second).to_have_attribute("aria-pressed", "false")
