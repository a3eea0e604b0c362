"""The code of a page: a line is chosen, and says what it is for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.visit import PHONE, WIDE, Visit

WORDS = {
    "en": (
        "The code",
        "The program, line by line",
        "Clears the gradients",
        "adds",
        "Choose a line",
    ),
    "zh": ("代码", "逐行看程序", "清空上一步留下的梯度", "加", "选择"),
}


def open_code(visit: Visit, language: str) -> Locator:
    """Train's code, laid open."""
    title, name, *_ = WORDS[language]
    visit.goto("train", lang=language)
    visit.page.get_by_text(title, exact=True).click()
    program = visit.page.get_by_role("listbox", name=name)
    expect(program).to_be_visible()
    return program


def expect_a_line_can_be_chosen(visit: Visit, program: Locator, language: str) -> None:
    """By mouse and by keyboard, at the window's size."""
    *_, purpose, without, _hint = WORDS[language]
    answers = visit.page.locator("section.answers")
    line = program.get_by_role("option", name="optimizer.zero_grad()")
    line.click()
    expect(line).to_have_attribute("aria-selected", "true")
    expect(answers).to_contain_text(purpose)
    expect(answers.locator("strong")).to_have_text(without)

    visit.page.keyboard.press("ArrowDown")
    below = program.get_by_role("option", name="loss.backward()")
    expect(below).to_be_focused()
    expect(below).to_have_attribute("aria-selected", "true")
    expect(line).to_have_attribute("aria-selected", "false")
    expect(answers).to_contain_text(".grad")
    visit.page.keyboard.press("Home")
    expect(program.get_by_role("option").first).to_be_focused()

    box = program.evaluate("(box) => [box.scrollWidth, box.clientWidth]")
    assert box[0] <= box[1]
    assert visit.overflow() == 0


def expect_the_whole_is_copied(visit: Visit) -> None:
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.page.get_by_role("button", name="Copy", exact=True).click()
    copied = visit.page.evaluate("() => navigator.clipboard.readText()")
    assert "\n        optimizer.zero_grad()\n" in copied
    compile(copied, "copied", "exec")
    visit.page.context.clear_permissions()


@pytest.mark.parametrize("language", WORDS)
def test_a_line_is_chosen_and_the_program_is_copied(language: str, visit: Visit) -> None:
    """In a wide window and on a phone, which say the hint before anything is chosen; then Copy."""
    program = open_code(visit, language)
    hint = WORDS[language][-1]
    for size in (WIDE, PHONE):
        visit.page.set_viewport_size(size)
        expect(visit.page.locator("section.answers")).to_contain_text(hint)
    for size in (PHONE, WIDE):
        visit.page.set_viewport_size(size)
        expect_a_line_can_be_chosen(visit, program, language)
    if language == "en":
        expect_the_whole_is_copied(visit)
