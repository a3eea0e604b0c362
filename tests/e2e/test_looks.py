"""How every page looks: in both languages, at every width from a phone to a large screen and in
both themes, nothing is cut, nothing too wide, and no failure is shown.
"""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, TimeoutError, ViewportSize, expect

from tests.e2e.conftest import OpenVisit
from tests.e2e.hand import CANVAS
from tests.e2e.test_frame import CHINESE, PAGES, heading
from tests.e2e.visit import PHONE, WIDE, Visit
from ui.shell.style import CAPTION_STRENGTH

WIDTHS = {"en": (1600, 1000, 900, 820, 768, 700, 641, 480, 320), "zh": (820,)}
Theme = Literal["light", "dark"]
BACKGROUND: dict[Theme, str] = {"light": "rgb(255, 255, 255)", "dark": "rgb(16, 23, 30)"}
# What sticks out of the page or its column, or has a label that does not fit.
CUT = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    const found = [];
    if (document.documentElement.scrollWidth > innerWidth) found.push('the window scrolls');
    if (main.scrollWidth > main.clientWidth) found.push('the page scrolls');
    const seen = main.querySelectorAll(
        'button, [data-testid="stSlider"], [data-testid="stImage"], [data-testid="stMetric"],' +
        '[data-testid="stBidiComponentRegular"], [data-testid="stVegaLiteChart"]');
    for (const one of seen) {
        const box = one.getBoundingClientRect();
        if (!box.width || one.closest('[data-testid="stDataFrame"],' +
            '[data-testid="stElementToolbar"]')) continue;
        const room = (one.closest('[data-testid="stColumn"]') || main).getBoundingClientRect();
        const fits = one.tagName !== 'BUTTON' || one.scrollWidth <= one.clientWidth + 1;
        if (!fits || box.left < room.left - 1 || box.right > room.right + 1) {
            found.push(`${one.tagName} ${one.dataset.testid} ${one.getAttribute('aria-label')} ` +
                `${one.innerText.slice(0, 40)}: ${box.left} to ${box.right} in ` +
                `${room.left} to ${room.right}, ${one.scrollWidth} in ${one.clientWidth}`);
        }
    }
    return found;
}"""


def expect_nothing_cut(page: Page, where: str) -> None:
    """A chart follows its column some moments later, so it is waited for."""
    try:
        page.wait_for_function(f"() => ({CUT})().length === 0")
    except TimeoutError:
        pytest.fail(f"{where}: {page.evaluate(CUT)}")


def expect_to_fit(visit: Visit, size: ViewportSize, name: str) -> None:
    """Nothing is cut at this size, and the canvas is always whole and always as large."""
    visit.page.set_viewport_size(size)
    width = size["width"]
    expect_nothing_cut(visit.page, f"{name} at {width}")
    if name == "draw":
        canvas = visit.page.locator(CANVAS)
        box = canvas.bounding_box()
        assert box is not None and box["width"] == box["height"] == 280, width
        expect(canvas).to_be_in_viewport(ratio=1)


def expect_looks(visit: Visit, size: ViewportSize, theme: Theme, name: str) -> None:
    """No failure, nothing wider than the window, and the theme that the system has."""
    visit.page.set_viewport_size(size)
    visit.idle()
    expect(visit.page.get_by_test_id("stApp")).to_have_css("background-color", BACKGROUND[theme])
    assert visit.overflow() == 0, (name, size, theme)
    expect(visit.page.get_by_test_id("stAlertContentError"), name).to_have_count(0)
    footer = visit.page.get_by_test_id("stCaptionContainer").last
    expect(footer).to_have_css("opacity", str(CAPTION_STRENGTH))


@pytest.mark.parametrize("language", WIDTHS)
def test_the_menu_leads_to_every_page_and_each_looks_right(
    language: str, open_visit: OpenVisit
) -> None:
    """One walk by the menu: each page has its address and a title of its own in the right language;
    it fits every width, and on a phone and in a wide window it has both themes.

    A change of theme draws all anew: a page starts with the one that the page before ended with.
    """
    themes: tuple[Theme, Theme] = ("dark", "light")
    visit = open_visit(viewport=PHONE, color_scheme=themes[0])
    visit.goto(lang=language)
    titles = set()
    for name, (address, english, chinese) in PAGES.items():
        in_the_menu = english if language == "en" else chinese
        visit.follow(in_the_menu)
        expect(visit.page).to_have_url(re.compile(rf"/{address}(\?|$)"))
        here = visit.page.get_by_test_id("stSidebarNav").locator("[aria-current=page]")
        expect(here).to_contain_text(in_the_menu)
        titles.add(title := heading(visit))
        assert bool(CHINESE.search(title)) == (language == "zh"), name

        expect_looks(visit, WIDE, themes[0], name)
        for size in (WIDE, *({"width": width, "height": 900} for width in WIDTHS[language]), PHONE):
            expect_to_fit(visit, size, name)
        expect_looks(visit, PHONE, themes[0], name)
        themes = themes[::-1]
        visit.page.emulate_media(color_scheme=themes[0], reduced_motion="reduce")
        for size in (PHONE, WIDE):
            expect_looks(visit, size, themes[0], name)
    assert len(titles) == len(PAGES)
