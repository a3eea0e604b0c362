"""One step, walked through by mouse and by keyboard, on a wide screen and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenVisit
from tests.e2e.visit import PHONE, WIDE, Visit

TITLES = {
    "en": (
        "1. Take a batch",
        "2. Clear the gradients",
        "3. Forward pass",
        "4. The loss",
        "5. Backward pass",
        "6. Move the weights",
    ),
    "zh": (
        "1. 取一批图片",
        "2. 清除梯度",
        "3. 前向传播",
        "4. 损失",
        "5. 反向传播",
        "6. 更新权重",
    ),
}


def station(visit: Visit, title: str) -> None:
    """The page is at rest and shows what this line does, nothing of it cut off."""
    expect(visit.page.get_by_role("heading", name=title)).to_be_visible()
    visit.idle()
    assert visit.overflow() == 0, title


@pytest.mark.parametrize(("language", "viewport"), [("en", PHONE), ("zh", WIDE)])
def test_every_line_by_keyboard(language: str, viewport: object, open_visit: OpenVisit) -> None:
    visit = open_visit(viewport=viewport, color_scheme="dark")
    visit.goto("step", lang=language)
    titles = TITLES[language]
    station(visit, titles[0])
    lines = visit.page.locator(".st-key-step_line label:has(input) p:has(code)")
    rows = lines.evaluate_all("""lines => lines.map(line => {
        const code = line.firstElementChild ?? line;
        return [parseFloat(getComputedStyle(code).fontSize), line.getBoundingClientRect().height];
    })""")
    assert len({height for _size, height in rows}) == 1  # no line is broken
    assert all(size >= 12 for size, _height in rows)
    for title in titles[1:]:
        visit.press("Alt+ArrowDown")
        station(visit, title)
    visit.page.get_by_role("radio").and_(visit.page.locator("[name]")).last.focus()
    visit.press("ArrowUp")
    station(visit, titles[4])


def test_a_step_is_taken_and_seen_from_inside(visit: Visit) -> None:
    visit.goto("step", lang="en", hidden="64", batch="32")
    visit.page.locator(".st-key-take_10 button").click()
    expect(visit.page.get_by_text("step 11")).to_be_visible()
    lines = visit.page.locator(".st-key-step_line label:has(input)")
    lines.nth(2).click()
    station(visit, "3. Forward pass")
    visit.page.get_by_role("button", name=re.compile("^Image 3 of the batch")).click()
    visit.idle()
    lines.nth(5).click()
    station(visit, "6. Move the weights")
    curve = visit.page.locator(".st-key-step_rates_place [data-testid=stVegaLiteChart]")
    expect(curve).to_be_visible()
    lines.nth(4).click()
    station(visit, "5. Backward pass")
    visit.page.locator(".st-key-step_nudge").get_by_text("0.0001").click()
    expect(visit.page.get_by_text("Measured and foretold agree")).to_be_visible()
    picked = visit.page.get_by_role("button", name=re.compile("^Image 3 of the batch"))
    expect(picked).to_have_attribute("aria-pressed", "true")
    visit.reload()
    station(visit, "1. Take a batch")
