"""The canvas under a mouse: one pen, no toolbar, and a name for those who hear the page."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.hand import wait_until_empty
from tests.e2e.visit import Visit


def test_a_right_click_in_mid_stroke_leaves_no_pen_down_and_nothing_but_paper_is_there(
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
    page.mouse.move(x + 150, y + 20, steps=4)
    page.mouse.up(button="right")
    page.mouse.up()
    page.mouse.move(x + 20, y + 150, steps=4)
    undo = page.locator(".st-key-undo").get_by_role("button")
    expect(undo).to_be_enabled()
    visit.idle()
    undo.click()  # of the one stroke
    expect(undo).to_be_disabled()
    wait_until_empty(page)
