"""Train while training goes on: nothing moves, and on a phone the progress stays in sight."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, expect

from tests.e2e.conftest import OpenVisit
from tests.e2e.server import Server
from tests.e2e.visit import PHONE

# Where things stand in every frame in which the run goes on and its charts are drawn.
WATCH = """() => {
    const watched = {
        metrics: '[data-testid="stMetric"]',
        charts: '[data-testid="stVegaLiteChart"]',
        log: '.st-key-log',
        below: '[data-testid="stMain"] h3',
        language: '.st-key-language',
    };
    window.places = [];
    const look = () => {
        const charts = document.querySelectorAll('[data-testid="stVegaLiteChart"] .marks');
        if (document.querySelector('.st-key-run_head_active') && charts.length === 2) {
            const now = JSON.stringify(Object.fromEntries(Object.entries(watched).map(
                ([name, one]) => [name, document.querySelector(one)?.getBoundingClientRect().top]
            )));
            if (window.places.at(-1) !== now) window.places.push(now);
        }
        requestAnimationFrame(look);
    };
    look();
}"""


def scores(epochs: int) -> re.Pattern[str]:
    """The log's lines of so many epochs, from the last one's first batch on."""
    score = r"Test set: average loss: [\d.]+, accuracy: \d+/10000 \([\d.]+%\)"
    return re.compile(rf"Epoch: {epochs} \[0/10000 \(0%\)\]  Loss: \d+\.\d{{6}}\s*{score}")


def hidden(log: Locator, edge: str) -> bool:
    """Whether the log goes on beyond its box's `top` or `bottom` edge."""
    beyond: float = log.evaluate(
        """(box, edge) => {
            const [inner, outer] = [box.querySelector('code'), box].map(
                (one) => one.getBoundingClientRect()[edge]);
            return edge === 'top' ? outer - inner : inner - outer;
        }""",
        edge,
    )
    return beyond > 1


def test_nothing_moves_from_epoch_to_epoch(held_server: Server, open_visit: OpenVisit) -> None:
    visit = open_visit(held_server)
    visit.goto("train", lang="en", hidden="16", epochs="12", batch="256", images="10000")
    visit.page.evaluate(WATCH)
    visit.page.get_by_role("button", name="Start training").click()
    for epoch in (1, 2, 6, 11):  # each is seen before the next
        visit.page.wait_for_function("() => window.places.length > 0")
        held_server.let_train(epoch)
        expect(visit.page.locator(".st-key-log")).to_contain_text(scores(epoch))
    places: list[Any] = visit.page.evaluate("window.places")
    assert len(places) == 1, places
    held_server.let_train(12)
    expect(visit.page.get_by_role("button", name="Start again")).to_be_enabled()
    log = visit.page.locator(".st-key-log")
    expect(log).to_contain_text(scores(12))
    assert not hidden(log, "bottom")
    code = log.locator("code")
    assert code.evaluate("lines => lines.scrollWidth - lines.clientWidth") <= 0  # none is cut off


def test_on_a_phone_start_shows_the_progress_and_the_buttons(
    held_server: Server, open_visit: OpenVisit
) -> None:
    visit = open_visit(held_server, viewport=PHONE)
    visit.goto("train", lang="en", hidden="16", epochs="50")
    start = visit.page.locator(".st-key-start_training").get_by_role("button")
    start.scroll_into_view_if_needed()
    before = start.bounding_box()
    start.click()
    stop = visit.page.get_by_role("button", name="Stop")
    expect(stop).to_be_in_viewport(ratio=1)
    expect(visit.page.get_by_test_id("stMain").get_by_role("progressbar")).to_be_in_viewport()
    assert start.bounding_box() == before
    assert visit.overflow() == 0
    stop.click()
    expect(start).to_contain_text("Start again")
    expect(visit.page.get_by_text("You stopped this run")).to_be_attached()
    # What became of it stands where the progress was.
    expect(visit.page.locator(".st-key-run_head_over").get_by_text("Stopped")).to_be_in_viewport()
