"""Experiments: a prediction is committed, the runs are made, and what came out is said."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.e2e.conftest import OpenVisit
from tests.e2e.hand import Stroke, finger_along
from tests.e2e.server import Server
from tests.e2e.visit import PHONE, Visit

# Where the chart lies in its picture, in CSS pixels (ui/components/sketch.py).
LEFT, RIGHT, TOP, BOTTOM = 58, 14, 24, 44
FALLING: Stroke = [(0.0, 0.2), (0.3, 0.6), (0.6, 0.8), (1.0, 0.85)]


def commit(visit: Visit) -> Locator:
    return visit.page.locator(".st-key-experiment_commit").get_by_role("button")


def verdict(visit: Visit) -> Locator:
    return visit.page.locator(".st-key-experiment_again")


def places(visit: Visit, stroke: Stroke) -> Stroke:
    """Points of the empty chart, from 0 to 1, as places in the window."""
    picture = visit.page.locator(".sketch svg")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box is not None
    width, height = box["width"] - LEFT - RIGHT, box["height"] - TOP - BOTTOM
    return [(box["x"] + LEFT + x * width, box["y"] + TOP + y * height) for x, y in stroke]


def test_a_sketch_by_mouse_lives_through_a_reload(
    held_server: Server, open_visit: OpenVisit
) -> None:
    visit = open_visit(held_server)
    visit.goto("experiments", lang="en")
    visit.page.locator(".st-key-experiment_rate_too_small").get_by_role("button").click()
    visit.idle()
    expect(commit(visit)).to_be_disabled()  # nothing is predicted yet
    first, *others = places(visit, FALLING)
    visit.page.mouse.move(*first)
    visit.page.mouse.down()
    for place in others:
        visit.page.mouse.move(*place)
    visit.page.mouse.up()
    commit(visit).click()

    chart = visit.page.get_by_test_id("stVegaLiteChart")
    expect(chart).to_have_attribute("aria-label", re.compile("Training loss .*: from 2"))
    visit.reload()  # in the middle
    expect(visit.page.get_by_text("Your prediction is kept")).to_be_visible()
    drawn = re.compile(r"Your sketch of .*: from 2\.4\d* to 0\.4")
    expect(chart).to_have_attribute("aria-label", drawn)
    held_server.let_train(1)
    expect(verdict(visit)).to_be_visible()
    expect(visit.page.get_by_text("It ends higher than you said")).to_be_visible()
    expect(chart).to_have_attribute("aria-label", drawn)


def test_a_sketch_by_finger_on_a_phone(open_visit: OpenVisit) -> None:
    visit = open_visit(locale="zh-CN", viewport=PHONE, has_touch=True)
    visit.goto("experiments", lang="zh", experiment="rate_too_small")
    finger_along(visit.page, places(visit, FALLING))
    assert visit.overflow() == 0
    commit(visit).click()
    expect(verdict(visit)).to_be_visible()
    expect(visit.page.get_by_text("终点比你画的高")).to_be_visible()
    assert visit.overflow() == 0


def test_predictions_by_keyboard(visit: Visit) -> None:
    """A choice, a number, and the points of a sketch, each a slider."""
    visit.goto("experiments", lang="en", experiment="rate_times_100")
    visit.page.get_by_test_id("stMain").get_by_role("radio").first.focus()
    visit.press("ArrowDown")
    visit.press("ArrowDown")
    commit(visit).focus()
    visit.press("Enter")
    expect(verdict(visit)).to_be_visible()
    expect(visit.page.get_by_text("You were right:")).to_be_visible()
    verdict(visit).get_by_role("button").focus()
    visit.press("Enter")
    expect(commit(visit)).to_be_visible()  # the same question once more
    visit.page.locator(".st-key-experiments_list").get_by_role("button").focus()
    visit.press("Enter")

    visit.page.locator(".st-key-experiment_sorted_order").get_by_role("button").click()
    visit.idle()
    visit.page.get_by_test_id("stMain").get_by_role("slider").focus()
    visit.press("ArrowLeft")
    commit(visit).focus()
    visit.press("Enter")
    expect(visit.page.get_by_text(re.compile("You predicted: 49"))).to_be_visible()
    expect(verdict(visit)).to_be_visible()

    visit.page.locator(".st-key-experiments_list").get_by_role("button").click()
    visit.page.locator(".st-key-experiment_rate_too_small").get_by_role("button").click()
    visit.idle()
    points = visit.page.locator(".sketch").get_by_role("slider")
    points.first.focus()
    visit.press("End")
    expect(points.first).to_have_attribute("aria-valuetext", "3.00")
    visit.page.keyboard.press("ArrowRight")
    expect(points.nth(1)).to_be_focused()
    points.last.focus()
    visit.press("Home")
    expect(points.nth(6)).to_have_attribute("aria-valuetext", "1.50")  # what lies between is drawn
    expect(commit(visit)).to_be_enabled()


def test_a_mystery_run_by_keyboard(visit: Visit) -> None:
    """From its start through a reload to the mended run; what a probe found is not lost."""

    def enter(key: str) -> None:
        visit.page.locator(f".st-key-{key}").get_by_role("button").focus()
        visit.press("Enter")

    visit.goto("experiments", lang="en", experiment="mystery")
    enter("mystery_start")
    visit.reload()  # in the middle
    main = visit.page.get_by_test_id("stMain")
    expect(visit.page.locator(".st-key-mystery_name")).to_be_visible()
    enter("mystery_probe_scores")
    visit.reload()
    expect(visit.page.get_by_text("2 of five probes are left")).to_be_visible()
    expect(main.get_by_role("table")).to_contain_text("Fresh images")
    expect(visit.page.get_by_text("What it was")).to_have_count(0)
    main.get_by_role("radio").first.focus()
    visit.press("ArrowDown")
    enter("mystery_name")
    expect(visit.page.get_by_text("What it was")).to_be_visible()
    enter("mystery_mend")
    expect(visit.page.get_by_text("With the mistake mended")).to_be_visible()
    mended = visit.page.locator('[aria-label^="Training loss (mended): from"]')
    expect(mended).to_be_visible()
    expect(mended).to_have_attribute("aria-label", re.compile("Training loss .with the fault"))
    assert visit.overflow() == 0
