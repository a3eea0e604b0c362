"""The log on Train: it grows under a reader's eyes, and every window shows the same one."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.e2e.conftest import OpenVisit
from tests.e2e.server import Server
from tests.e2e.test_train_layout import hidden
from tests.e2e.visit import PHONE, Visit

SETTINGS = {"lang": "en", "hidden": "16", "epochs": "12", "batch": "256"}  # 235 batches


def begin(visit: Visit) -> Locator:
    """Start; gives the log's box."""
    visit.goto("train", **SETTINGS)
    visit.page.get_by_role("button", name="Start training").click()
    return visit.page.locator(".st-key-log")


def lines(log: Locator, text: str) -> list[str]:
    """The log's lines, once it has this text."""
    expect(log).to_contain_text(text)
    return log.locator("code").inner_text().splitlines()


def test_grows_under_a_readers_eyes_and_is_the_same_in_every_window(
    held_server: Server, open_visit: OpenVisit
) -> None:
    """A reader who scrolled up by keyboard stays there while the log grows; a reload and a second
    tab show the same; a stop leaves it as it is."""
    visit = open_visit(held_server)
    log = begin(visit)
    held_server.let_train(3)
    lines(log, "Epoch: 4 [0/60000 (0%)]")  # and rests there
    assert hidden(log, "top") and not hidden(log, "bottom")
    visit.idle()
    log.get_by_test_id("stCode").focus()
    visit.page.keyboard.press("Home")
    visit.page.wait_for_function(
        "box => box.scrollTop === box.clientHeight - box.scrollHeight", arg=log.element_handle()
    )
    log.locator("code").evaluate("code => { window.before = code }")
    held_server.let_train(4)
    shown = lines(log, "Epoch: 5 [0/60000 (0%)]")
    assert len(shown) == 4 * 4 + 1
    assert not hidden(log, "top") and hidden(log, "bottom")
    assert log.locator("code").evaluate("code => code === window.before")  # not made anew

    assert [each.partition("  Loss: ")[0] for each in shown[:3]] == [
        "Epoch: 1 [0/60000 (0%)]",
        "Epoch: 1 [25600/60000 (43%)]",
        "Epoch: 1 [51200/60000 (85%)]",
    ]
    scores = shown[3::4]
    assert all(each.startswith("Test set: average loss: 0.") for each in scores)
    visit.reload()
    assert lines(log, "Epoch: 5 [0/60000 (0%)]") == shown
    tab = open_visit(beside=visit)
    tab.page.set_viewport_size(PHONE)
    tab.goto("train", **SETTINGS)
    beside = tab.page.locator(".st-key-log")
    assert lines(beside, "Epoch: 5 [0/60000 (0%)]") == shown
    # On a phone a line of a batch takes one row.
    rows = beside.locator("code").evaluate(
        """code => code.getBoundingClientRect().height
            / parseFloat(getComputedStyle(code).lineHeight)"""
    )
    assert round(rows) == len(shown) + len(scores)  # a score's line takes two
    visit.page.get_by_role("button", name="Stop").click()
    expect(visit.page.get_by_text("You stopped this run")).to_be_visible()
    assert lines(log, "Epoch: 5 [0/60000 (0%)]") == shown
