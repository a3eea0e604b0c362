"""Every width between a phone and a large screen: nothing is cut, nothing is too wide."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from tests.e2e.hand import CANVAS
from tests.e2e.test_frame import PAGES
from tests.e2e.visit import Visit

WIDTHS = {"en": (1600, 1280, 1000, 900, 820, 768, 700, 641, 480, 320), "zh": (1280, 820, 390)}
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


@pytest.mark.parametrize("language", WIDTHS)
def test_nothing_is_cut_at_any_width(language: str, visit: Visit) -> None:
    page = visit.page
    for address, *_ in PAGES.values():
        page.set_viewport_size({"width": WIDTHS[language][0], "height": 900})
        visit.goto(address, lang=language)
        for width in WIDTHS[language]:
            page.set_viewport_size({"width": width, "height": 900})
            expect_nothing_cut(page, f"{address or 'home'} at {width}")
            if address == "draw":
                canvas = page.locator(CANVAS)
                box = canvas.bounding_box()
                assert box is not None and box["width"] == box["height"] == 280, width
                expect(canvas).to_be_in_viewport(ratio=1)
