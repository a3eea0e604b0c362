"""Several learners at one server: places in the queue, pauses, and a run that outlives a page."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.e2e.conftest import OpenVisit, StartServer
from tests.e2e.visit import Visit

SETTINGS = {"lang": "en", "hidden": "64", "epochs": "3"}


def button(visit: Visit, name: str) -> Locator:
    return visit.page.get_by_test_id("stMain").get_by_role("button", name=name, exact=True)


def expect_words(visit: Visit, words: str) -> None:
    place = visit.page.get_by_test_id("stMain").get_by_text(re.compile(words)).first
    expect(place).to_be_visible()


def start(visit: Visit) -> None:
    visit.goto("train", **SETTINGS)
    button(visit, "Start training").click()


def test_learners_wait_pause_and_make_room_for_one_another(
    start_server: StartServer, open_visit: OpenVisit
) -> None:
    server = start_server(held=True, DIGIT_LAB_SLOTS="1")
    ann, bob = open_visit(server), open_visit(server)
    start(ann)
    expect_words(ann, r"Epoch 1 of 3 · step 30 of")
    start(bob)
    expect_words(bob, r"Number 1 in the queue · starts in about \d+ (second|minute)s?")
    # Who waits can look at other pages, and finds the place again.
    bob.follow("Home")
    bob.follow("Train")
    expect_words(bob, "Number 1 in the queue")

    button(ann, "Pause").click()
    expect_words(bob, r"Epoch 1 of 3 · step 30 of")
    expect(button(ann, "Resume")).to_be_visible()
    button(ann, "Resume").click()
    expect_words(ann, "Number 1 in the queue")

    button(bob, "Stop").click()
    expect_words(bob, "You stopped this run")
    expect_words(ann, r"Epoch 1 of 3 · step 31 of .* left")
    button(ann, "Stop").click()
    expect_words(ann, "You stopped this run")
