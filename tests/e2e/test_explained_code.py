"""The code of a page: a line is chosen, and says what it is for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import OpenVisit
from tests.e2e.visit import PHONE, Visit

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


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("viewport", ["wide", "phone"])
def test_a_line_is_chosen_by_mouse_and_by_keyboard(
    language: str, viewport: str, open_visit: OpenVisit
) -> None:
    visit = open_visit(**({"viewport": PHONE} if viewport == "phone" else {}))
    program = open_code(visit, language)
    *_, purpose, without, hint = WORDS[language]
    answers = visit.page.locator("section.answers")
    expect(answers).to_contain_text(hint)

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


def test_the_program_is_copied_as_a_whole(open_visit: OpenVisit) -> None:
    visit = open_visit(permissions=["clipboard-read", "clipboard-write"])
    open_code(visit, "en")
    visit.page.get_by_role("button", name="Copy", exact=True).click()
    copied = visit.page.evaluate("() => navigator.clipboard.readText()")
    assert "\n        optimizer.zero_grad()\n" in copied
    compile(copied, "copied", "exec")
