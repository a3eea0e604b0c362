"""Clicks on Data and Evaluate that no AppTest can make: pictures of a grid, cells of the matrix."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, StorageState, expect

from tests.e2e.conftest import OpenVisit
from tests.e2e.visit import PHONE, Visit


def pictures(visit: Visit, grid: str) -> Locator:
    return visit.page.get_by_role("group", name=grid).get_by_role("button")


def chosen_cell(visit: Visit) -> tuple[str, str]:
    """The true and the predicted digit that are chosen."""
    true = visit.page.get_by_role("combobox", name="The digit is")
    predicted = visit.page.get_by_role("combobox", name="The model reads")
    return true.input_value(), predicted.input_value()


def cell(visit: Visit, true: int, predicted: int) -> Locator:
    words = re.compile(rf"^{true} read as {predicted} \(images: [\d,]+\)$")
    return visit.page.get_by_test_id("stVegaLiteChart").get_by_label(words)


def click_cell(visit: Visit, true: int, predicted: int) -> None:
    """Click in a cell's middle, where its number lies above it."""
    visit.idle()
    found = cell(visit, true, predicted)
    expect(found).to_have_count(1)  # while it is drawn there are two: the chart and its successor
    found.scroll_into_view_if_needed()
    found.click(force=True)


def images_of_the_cell(visit: Visit) -> Locator:
    return visit.page.get_by_role("group", name="The images of this cell").get_by_role("img")


def test_a_picture_lies_under_the_lens_and_the_two_numbers_are_counted(visit: Visit) -> None:
    """A picture is picked by mouse and by keyboard; the numbers are counted before one's eyes."""
    visit.goto("data", lang="en")
    gallery = pictures(visit, "Samples of the data set")
    expect(gallery).to_have_count(48)
    expect(gallery.nth(7)).to_have_attribute("aria-label", "Digit 3, training image 7")

    gallery.nth(7).click()
    expect(gallery.nth(7)).to_have_attribute("aria-pressed", "true")
    expect(visit.page.get_by_text("This is training image 7, labelled 3")).to_be_visible()

    gallery.nth(7).focus()
    visit.press("ArrowRight")
    expect(gallery.nth(8)).to_be_focused()
    visit.press("Enter")
    expect(visit.page.get_by_text("This is training image 8, labelled 1")).to_be_visible()
    expect(gallery.nth(8)).to_be_focused()  # what has changed has taken nothing away

    visit.page.get_by_label("Page 2", exact=False).first.click()
    expect(gallery.first).to_have_attribute("aria-label", re.compile("training image 48$"))

    visit.page.get_by_role("button", name="Compute the two numbers").click()
    again = visit.page.get_by_role("button", name="Count again")
    expect(again).to_be_visible()
    for figure in ("60,000", "0.1307", "0.3081"):
        expect(visit.page.get_by_test_id("stMetricValue").filter(has_text=figure)).to_be_visible()


def test_the_numbers_scroll_in_their_own_box_on_a_phone(open_visit: OpenVisit) -> None:
    visit = open_visit(viewport=PHONE)
    visit.goto("data", lang="en")
    box = visit.page.get_by_role("region", name="The 28 × 28 numbers of training image 0")
    expect(box).to_be_visible()
    widths = box.evaluate("(box) => [box.scrollWidth, box.clientWidth]")
    assert widths[0] > widths[1]
    expect(visit.page.get_by_text("scroll it sideways")).to_be_visible()
    assert visit.overflow() == 0


def test_a_cell_is_clicked_and_a_mistake_is_picked(
    open_visit: OpenVisit, trained: StorageState
) -> None:
    visit = open_visit(storage_state=trained)
    visit.goto("evaluate", lang="en")

    click_cell(visit, 1, 1)
    expect(
        visit.page.get_by_text(re.compile("images labelled 1 are read correctly"))
    ).to_be_visible()
    visit.idle()
    assert chosen_cell(visit) == ("1", "1")
    expect(images_of_the_cell(visit)).to_have_count(24)

    # chosen by hand, and then the cell that was clicked last: both count
    visit.page.get_by_role("combobox", name="The digit is").click()
    visit.page.get_by_role("option", name="7", exact=True).click()
    expect(visit.page.get_by_text(re.compile("7 (is|are) read as 1"))).to_be_visible()
    click_cell(visit, 1, 1)
    expect(
        visit.page.get_by_text(re.compile("images labelled 1 are read correctly"))
    ).to_be_visible()

    mistakes = pictures(visit, "The most confident mistakes")
    expect(mistakes).to_have_count(20)
    words = mistakes.nth(3).get_attribute("aria-label") or ""
    found = re.match(r"Test image (\d+): (\d) read as (\d)", words)
    assert found
    mistakes.nth(3).click()
    told = f"Test image {found[1]}. Its label is {found[2]}"
    expect(visit.page.get_by_text(told)).to_be_visible()
    chart = visit.page.locator(f'[aria-label$="for {found[3]}."][aria-label^="Ten probabilities"]')
    expect(chart.first).to_be_visible()

    # A chart's toolbar covers no sentence, and is not there where it has no use.
    matrix = visit.page.locator("[class*=st-key-confusion_]")
    matrix.get_by_test_id("stVegaLiteChart").hover()
    toolbar = matrix.get_by_test_id("stElementToolbar")
    expect(toolbar).to_have_css("opacity", "1")
    corner, place = toolbar.bounding_box(), matrix.bounding_box()
    assert corner and place and corner["y"] >= place["y"]
    expect(visit.page.locator(".st-key-mistake_bars").get_by_role("button")).to_have_count(0)
