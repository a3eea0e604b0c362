"""The program: a line is chosen by mouse and arrow keys, and what it does is measured."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import OpenVisit
from tests.e2e.visit import PHONE, WIDE, Visit

SMALL = {"hidden": "16", "batch": "32"}
WORDS = {
    "en": ("The program, line by line", "What it did here", "Measure it", "Without", "Data"),
    "zh": ("逐行看程序", "它在这里做了什么", "实测一下", "没有", "数据"),
}


def open_program(visit: Visit, language: str) -> Locator:
    visit.goto("program", lang=language, **SMALL)
    program = visit.page.get_by_role("listbox", name=WORDS[language][0])
    expect(program).to_be_visible()
    return program


@pytest.mark.parametrize(("language", "viewport"), [("en", WIDE), ("zh", PHONE)])
def test_lines_are_read_and_measured(
    language: str, viewport: object, open_visit: OpenVisit
) -> None:
    visit = open_visit(viewport=viewport, color_scheme="dark")
    program = open_program(visit, language)
    _name, here, measure, without, elsewhere = WORDS[language]
    said = visit.page.locator("section.answers")
    line = program.get_by_role("option", name="data, target = data.to(device)").first
    line.click()
    expect(said.locator(".title")).to_have_count(3)
    expect(said).to_be_in_viewport()  # also on a phone, below the program
    expect(said).to_contain_text(here)
    visit.page.keyboard.press("ArrowDown")
    below = program.get_by_role("option", name="optimizer.zero_grad()")
    expect(below).to_be_focused()
    expect(said).to_contain_text("12,730")  # 784 · 16 + 16 + 16 · 10 + 10 gradients
    assert visit.overflow() == 0
    commands = visit.page.locator("[data-testid=stMarkdown] pre")  # of "Setting up at home"
    widths = commands.evaluate_all("each => each.map(one => one.scrollWidth - one.clientWidth)")
    assert len(widths) == 4 and not any(widths)

    said.get_by_role("button", name=measure).click()
    percentages = said.locator("strong").filter(has_text=re.compile(r"^\d+\.\d%$"))
    expect(percentages).to_have_count(2)
    expect(below).to_have_attribute("aria-selected", "true")
    expect(said.get_by_role("button")).to_have_count(0)
    found = percentages.all_inner_texts()
    beneath = visit.page.get_by_test_id("stMarkdown").filter(has_text="optimizer.zero_grad()")
    expect(beneath).to_contain_text(without)

    visit.reload()  # the measured stays: after F5, and when the learner was elsewhere
    for percentage in found:
        expect(beneath).to_contain_text(percentage)
    visit.follow(elsewhere)
    expect(beneath).to_have_count(0)
    visit.back()
    for percentage in found:
        expect(beneath).to_contain_text(percentage)
    assert visit.overflow() == 0
