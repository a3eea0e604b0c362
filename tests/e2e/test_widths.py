"""Every width between a phone and a large screen: nothing is cut, nothing is too wide."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.visit import Visit

WIDTHS = (1600, 1280, 1000, 900, 820, 768, 700, 641, 480, 320)
# What sticks out of the page or its column, or has a label that does not fit; a chart follows its
# column some moments later, so this is waited for.
NOTHING_CUT = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    if (document.documentElement.scrollWidth > innerWidth) return false;
    if (main.scrollWidth > main.clientWidth) return false;
    const seen = [...main.querySelectorAll(
        'button, [data-testid="stSlider"], [data-testid="stImage"], [data-testid="stMetric"],' +
        '[data-testid="stBidiComponentRegular"], [data-testid="stVegaLiteChart"]')];
    return seen.every((one) => {
        const box = one.getBoundingClientRect();
        const place = one.closest('[data-testid="stColumn"]') || main;
        const room = place.getBoundingClientRect();
        const fits = one.tagName !== 'BUTTON' || one.scrollWidth <= one.clientWidth + 1;
        const scrolls = one.closest(
            '[data-testid="stDataFrame"], [data-testid="stElementToolbar"]');
        return !box.width || scrolls || (
            fits && box.left >= room.left - 1 && box.right <= room.right + 1);
    });
}"""


def test_nothing_is_cut_at_any_width(visit: Visit) -> None:
    page = visit.page
    for name in ("draw", "train", "model"):
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        visit.goto(name, lang="en")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_function(NOTHING_CUT)
            if name == "draw":
                canvas = page.locator("canvas.pad")
                box = canvas.bounding_box()
                assert box is not None and box["width"] == box["height"] == 280, width
                expect(canvas).to_be_in_viewport(ratio=1)
