"""The canvas under a mouse: one pen, no toolbar, and a name for those who hear the page."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.hand import wait_until_empty
from tests.e2e.visit import Visit


def test_a_right_click_in_mid_stroke_lifts_the_pen_and_nothing_but_paper_is_there(
    visit: Visit,
) -> None:
    visit.goto("draw", lang="en")
    page = visit.page
    canvas = page.get_by_role("img", name="Paper to draw a digit on")
    expect(canvas).to_be_visible()
    wait_until_empty(page)
    box = canvas.bounding_box()
    assert box is not None
    x, y = box["x"] + 60, box["y"] + 60
    page.mouse.move(x, y)
    expect(page.locator(".st-key-canvas").get_by_role("button")).to_have_count(0)  # hovered

    page.mouse.down()
    page.mouse.move(x + 40, y + 80, steps=4)
    page.mouse.down(button="right")
    expect(canvas).to_have_attribute("data-strokes", "1")
    page.mouse.move(x + 150, y + 20, steps=4)
    page.mouse.up(button="right")
    page.mouse.up()
    page.mouse.move(x + 20, y + 150, steps=4)
    expect(page.locator(".st-key-clear").get_by_role("button")).to_be_enabled()
    expect(canvas).to_have_attribute("data-strokes", "1")
