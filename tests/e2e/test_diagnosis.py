"""A run, its diagnosis, and the next experiment: in a real browser, in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenVisit
from tests.e2e.visit import PHONE, WIDE

WORDS = {
    "en": ("Unstable", "are shaded in the charts"),
    "zh": ("不稳定", "图中灰色部分"),
}


@pytest.mark.parametrize(("language", "window"), [("en", WIDE), ("zh", PHONE)])
def test_unstable_run_is_found_and_mended(
    language: str, window: object, open_visit: OpenVisit
) -> None:
    """It is said with its evidence; a click sets a smaller rate, another trains with it."""
    visit = open_visit(viewport=window)
    unstable, shaded = WORDS[language]
    # The same seed makes the same curves; far from every other kind (`Finding.close_to`).
    settings = {"hidden": "64", "batch": "256", "epochs": "6", "lr": "0.05", "seed": "60"}
    settings["images"] = "10000"
    visit.goto("train", lang=language, **settings)
    visit.page.locator(".st-key-start_training").get_by_role("button").click()
    main = visit.page.get_by_test_id("stMain")
    following = visit.page.locator(".st-key-try_diagnosis_0").get_by_role("button")
    expect(following).to_be_visible()
    expect(main.get_by_role("alert").get_by_text(unstable)).to_be_visible()
    expect(main.get_by_text(shaded)).to_be_visible()
    assert visit.overflow() == 0

    visit.idle()
    following.click()
    rate = main.get_by_role("slider").first
    expect(rate).to_have_attribute("aria-valuetext", "0.001")
    visit.idle()
    visit.reload()  # what is found is the run's, not the visit's
    expect(main.get_by_role("alert").get_by_text(unstable)).to_be_visible()
    expect(rate).to_have_attribute("aria-valuetext", "0.001")
    visit.page.locator(".st-key-start_training").get_by_role("button").click()
    expect(main.get_by_role("alert").get_by_text(unstable)).to_have_count(0)
    expect(following).to_be_visible()
    expect(main.get_by_role("alert").get_by_text(unstable)).to_have_count(0)
