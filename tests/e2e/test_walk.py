"""The whole way as a beginner walks it: train, look around, evaluate, draw, come back."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, StorageState, expect

from mnist_core.store.folder import FILE
from mnist_core.store.store import RunStore
from mnist_core.tracking.run_snapshot import RunStatus
from tests.core.store.kept import run_of
from tests.e2e.conftest import OpenVisit, StartServer
from tests.e2e.hand import DIGITS, clear_canvas, draw_digit, draw_strokes
from tests.e2e.rest import PATIENCE_MS
from tests.e2e.server import Server
from tests.e2e.trained import remembered
from tests.e2e.visit import Visit

# Small and quick, and good enough to read a clear digit.
SMALL = {"lang": "en", "hidden": "64", "epochs": "1", "batch": "128", "lr": "0.005"}


def button(visit: Visit, name: str) -> Locator:
    return visit.page.get_by_test_id("stMain").get_by_role("button", name=name, exact=True)


def steps_on_the_chart(visit: Visit) -> int:
    """How many steps the loss chart tells of, from its text alternative."""
    chart = visit.page.locator('[aria-label*="The loss by batch"]').first
    expect(chart).to_have_attribute("aria-label", re.compile(r"after [\d,]+ steps"))
    words = re.search(r"after ([\d,]+) steps", chart.get_attribute("aria-label") or "")
    assert words
    return int(words[1].replace(",", ""))


def expect_more_steps_than(visit: Visit, steps: int) -> None:
    visit.page.wait_for_function(
        """(before) => [...document.querySelectorAll('[aria-label*="The loss by batch"]')].some(
            (chart) => Number((/after ([0-9,]+) steps/.exec(chart.getAttribute('aria-label')) ||
                [0, '0'])[1].replace(/,/g, '')) > before)""",
        arg=steps,
    )


def train(visit: Visit, **settings: str) -> None:
    """Train with these settings to the end."""
    visit.goto("train", **(SMALL | settings))
    button(visit, "Start training").click()
    expect(button(visit, "Start again")).to_be_enabled()


def answer(visit: Visit) -> Locator:
    return visit.page.locator(".digit-answer")


def test_from_home_to_a_drawn_digit(held_server: Server, open_visit: OpenVisit) -> None:
    visit = open_visit(held_server)
    visit.goto("", lang="en")
    button(visit, "Train the tutorial's model now").click()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Let it learn")
    expect(button(visit, "Stop")).to_be_visible()

    expect_more_steps_than(visit, 0)
    visit.follow("Home")  # any page works meanwhile
    visit.follow("Train")
    steps = steps_on_the_chart(visit)
    held_server.let_train(1)
    expect_more_steps_than(visit, steps)
    log = visit.page.get_by_test_id("stCode").filter(has_text="Epoch: 1 [57600/60000 (96%)]")
    expect(log).to_contain_text("Test set: average loss: 0.1")
    expect(log).to_contain_text(re.compile(r"accuracy: 9\d{3}/10000 \(9"))
    button(visit, "Stop").click()
    expect(visit.page.get_by_text("You stopped this run")).to_be_visible()

    visit.follow("Evaluate")
    expect(visit.page.locator('[aria-label*="onfusion"]').first).to_be_visible()

    visit.follow("Draw")
    draw_digit(visit.page, 7)
    expect(answer(visit)).to_have_text("7")


def test_drawing_undo_clear_and_coming_back(open_visit: OpenVisit, trained: StorageState) -> None:
    visit = open_visit(storage_state=trained)
    visit.goto("draw", lang="en")
    draw_digit(visit.page, 7)
    expect(answer(visit)).to_have_text("7")

    visit.follow("Home")
    visit.follow("Draw")
    expect(answer(visit)).to_have_text("7")

    clear_canvas(visit.page)
    draw_digit(visit.page, 0)
    expect(answer(visit)).to_have_text("0")
    undo = visit.page.locator(".st-key-undo").get_by_role("button")  # the toolbar has one too
    undo.click()
    expect(visit.page.get_by_text("Draw a digit in the box")).to_be_visible()
    undo.click()
    expect(answer(visit)).to_have_text("7")


def test_each_clear_digit_is_read(open_visit: OpenVisit, trained: StorageState) -> None:
    visit = open_visit(storage_state=trained)
    visit.goto("draw", lang="en")
    right = 0
    for digit in DIGITS:
        draw_digit(visit.page, digit)
        expect(answer(visit)).to_have_text(re.compile(r"\d"))
        right += answer(visit).inner_text().startswith(str(digit))
        clear_canvas(visit.page)
    assert right >= len(DIGITS) - 1


def test_a_click_counts_although_the_page_is_asked_for_anew_at_once(
    held_server: Server, open_visit: OpenVisit
) -> None:
    """The run of the script that was to see the click is then broken off by the next."""
    for milliseconds in (0, 5, 15):
        visit = open_visit(held_server)
        visit.goto("draw", lang="en")
        visit.page.evaluate(
            """([start, chinese, wait]) => {
                start.click();
                setTimeout(() => chinese.click(), wait);
            }""",
            [
                button(visit, "Train the tutorial's model now").element_handle(),
                visit.page.get_by_role("radio", name="中文").element_handle(),
                milliseconds,
            ],
        )
        expect(visit.page.locator(".st-key-current_run"), str(milliseconds)).to_be_visible()
        if milliseconds < 15:
            visit.page.close()
    visit.follow("训练")
    button(visit, "停止").click()
    expect(visit.page.get_by_text("停止了这次训练").first).to_be_visible()


def test_without_a_model_the_draw_page_offers_to_train_one(
    held_server: Server, open_visit: OpenVisit
) -> None:
    visit = open_visit(held_server)
    visit.goto("draw", lang="en")
    draw_digit(visit.page, 3)
    button(visit, "Train the tutorial's model now").click()
    expect(visit.page.get_by_text(re.compile("Epoch 1 of 5 · step 30 of"))).to_be_visible()
    held_server.let_train(1)
    expect(answer(visit)).to_have_text(re.compile(r"\d"))
    visit.follow("Train")
    button(visit, "Stop").click()
    expect(visit.page.get_by_text("You stopped this run")).to_be_visible()


def test_a_reload_and_a_second_tab_find_the_run_and_another_browser_does_not(
    server: Server, open_visit: OpenVisit
) -> None:
    # Whatever another program at this address has left there is no id, and is replaced.
    visit = open_visit(storage_state=remembered("nonsense", server))
    train(visit, images="2000")
    visit.reload()
    expect(button(visit, "Start again")).to_be_visible()

    tab = open_visit(beside=visit)
    tab.goto("train", lang="en")
    expect(button(tab, "Start again")).to_be_visible()

    stranger = open_visit()
    stranger.goto("train", lang="en")
    expect(button(stranger, "Start training")).to_be_visible()


def test_a_restarted_server_finds_the_run_again(
    start_server: StartServer, open_visit: OpenVisit, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    first: Server = start_server(store)
    visit = open_visit(first)
    train(visit, images="20000")
    log = visit.page.locator(".st-key-log code")
    expect(log).to_contain_text("Test set: average loss: ")
    printed = log.inner_text()
    first.stop()
    visit.problems.clear()  # the window saw its server go
    second = start_server(store, port=first.port, fork=False)
    visit.server = second
    visit.goto("draw", lang="en")
    visit.problems.clear()
    draw_digit(visit.page, 1)
    expect(answer(visit)).to_have_text("1")
    visit.follow("Train")
    expect(log).to_have_text(printed, use_inner_text=True)


def test_a_run_that_waits_goes_on_after_a_restart_before_anybody_comes(
    start_server: StartServer, tmp_path: Path
) -> None:
    store = RunStore(tmp_path)
    store.save(run_of("somebody", "waiting", epochs=0, status=RunStatus.QUEUED))
    store.close()
    server: Server = start_server(tmp_path)
    deadline = time.monotonic() + PATIENCE_MS / 1000
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as rows:
        while rows.execute("SELECT status FROM runs").fetchall() != [("done",)]:
            assert time.monotonic() < deadline, server.log()
            time.sleep(0.2)


def test_a_model_is_fine_tuned_on_ones_own_digits_and_gone_on_with(
    open_visit: OpenVisit, trained: StorageState
) -> None:
    visit = open_visit(storage_state=trained)
    visit.goto("draw", lang="en")
    card = visit.page.locator(".st-key-current_run")
    before = card.inner_text()
    for digit, played in ((0, False), (1, True), (2, True)):
        draw_strokes(visit.page, DIGITS[digit], played=played)
        button(visit, f"Keep it as my {digit}").click()
        visit.idle()
        if button(visit, "Draw it again").count():  # asked whether it is that digit
            visit.page.locator(".st-key-keep_asked").get_by_role("button").click()
        expect(visit.page.get_by_text(f"Your digits: {digit + 1}.")).to_be_visible()

    button(visit, "Fine-tune it on my handwriting").click()
    visit.page.reload()  # it is the queue's, not the page's
    go_on = button(visit, "Go on with the fine-tuned model")
    expect(go_on).to_be_visible()
    visit.page.reload()  # so is its result
    expect(go_on).to_be_visible()
    expect(card).to_have_text(before, use_inner_text=True)
    go_on.click()
    expect(visit.page.get_by_text("All pages now use the fine-tuned model")).to_be_visible()
    expect(card).to_contain_text("fine-tuned on your handwriting")


def test_a_training_that_diverges_says_so_and_a_click_mends_it(visit: Visit) -> None:
    visit.goto("train", lang="en", optimizer="sgd", lr="5")
    button(visit, "Start training").click()
    message = visit.page.get_by_text("The training diverged")
    expect(message).to_be_visible()
    expect(button(visit, "Start again")).to_be_enabled()

    rate = visit.page.get_by_role("slider", name="Learning rate")
    expect(rate).to_have_attribute("aria-valuetext", "5")
    visit.idle()
    visit.page.get_by_role("button", name="The same with learning rate").click()
    expect(rate).not_to_have_attribute("aria-valuetext", "5")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_sliders_are_moved_by_keyboard_and_the_link_follows(visit: Visit, language: str) -> None:
    visit.goto("train", lang=language)
    epochs = visit.page.get_by_role("slider").nth(2)
    epochs.focus()
    visit.press("ArrowRight")
    expect(epochs).to_have_attribute("aria-valuetext", "6")
    expect(visit.page).to_have_url(re.compile("epochs=6"))
