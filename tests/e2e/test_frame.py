"""The frame around every page: each has an address, both languages, two sizes and two themes."""

from __future__ import annotations

import itertools
import re
from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenVisit, StartServer
from tests.e2e.visit import PHONE, WIDE, Visit
from ui.shell.style import CAPTION_STRENGTH

# page -> (its address, how the menu names it in English and in Chinese)
PAGES = {
    "home": ("", "Home", "首页"),
    "data": ("data", "Data", "数据"),
    "model": ("model", "Model", "模型"),
    "train": ("train", "Train", "训练"),
    "evaluate": ("evaluate", "Evaluate", "评估"),
    "draw": ("draw", "Draw", "手写"),
    "step": ("step", "One step", "单步"),
    "program": ("program", "The program", "完整程序"),
    "experiments": ("experiments", "Experiments", "实验"),
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
BACKGROUND: dict[Literal["light", "dark"], str] = {
    "light": "rgb(255, 255, 255)",
    "dark": "rgb(16, 23, 30)",
}


def heading(visit: Visit) -> str:
    """The page's title, once there is one."""
    title = visit.page.get_by_role("heading", level=1)
    expect(title).to_have_count(1)
    expect(title).not_to_be_empty()
    return title.inner_text()


@pytest.mark.parametrize("name", PAGES)
def test_deep_link_is_a_fresh_servers_first_request(
    name: str, start_server: StartServer, open_visit: OpenVisit
) -> None:
    """Before the router has run once, Streamlit knows pages by their file names alone."""
    address, in_the_menu, _ = PAGES[name]
    visit = open_visit(start_server())
    visit.goto(address)
    heading(visit)
    here = visit.page.get_by_test_id("stSidebarNav").locator("[aria-current=page]")
    expect(here).to_contain_text(in_the_menu)
    expect(visit.page.get_by_role("dialog")).to_have_count(0)  # "Page not found"
    assert visit.page.url.removeprefix(visit.server.url + "/").partition("?")[0] == address


def test_the_menu_leads_to_every_page(visit: Visit) -> None:
    visit.goto()
    for address, name, _ in [*PAGES.values()][1:]:
        visit.follow(name)
        expect(visit.page).to_have_url(re.compile(rf"/{address}(\?|$)"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_looks(language: str, open_visit: OpenVisit) -> None:
    """Every page: a title of its own in the right language, no failure; in a wide window and on a
    phone nothing wider than it, and the theme that the system has."""
    visit = open_visit(viewport=PHONE, color_scheme="dark")
    visit.goto(lang=language)
    titles = set()
    for name, (_, english, chinese) in PAGES.items():
        visit.follow(english if language == "en" else chinese)
        titles.add(title := heading(visit))
        assert bool(CHINESE.search(title)) == (language == "zh"), name
        for viewport, scheme in itertools.product((PHONE, WIDE), BACKGROUND):
            visit.page.set_viewport_size(viewport)
            visit.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            visit.idle()
            expect(visit.page.get_by_test_id("stApp")).to_have_css(
                "background-color", BACKGROUND[scheme]
            )
            assert visit.overflow() == 0, (name, viewport, scheme)
            expect(visit.page.get_by_test_id("stAlertContentError"), name).to_have_count(0)
            footer = visit.page.get_by_test_id("stCaptionContainer").last
            expect(footer).to_have_css("opacity", str(CAPTION_STRENGTH))
    assert len(titles) == len(PAGES)


def test_the_tutorials_network_is_seen_whole_on_a_phone(open_visit: OpenVisit) -> None:
    visit = open_visit(viewport=PHONE)
    visit.goto("model")
    network = visit.page.get_by_role("img", name="The network to scale")
    expect(network).to_be_visible()
    box = network.locator("..")
    assert box.evaluate("box => [box.scrollWidth - box.clientWidth, box.tabIndex]") == [0, -1]

    visit.goto("model", hidden="64-64-64-64")  # too wide for that: a keyboard can scroll it
    expect(network).to_have_accessible_name(re.compile("64 → 64 → 64 → 64"))
    overhang, reached = box.evaluate("box => [box.scrollWidth - box.clientWidth, box.tabIndex]")
    assert overhang > 0 and reached == 0


def test_a_keyboard_sees_where_it_is_in_the_menu(visit: Visit) -> None:
    visit.goto()
    link = visit.page.get_by_test_id("stSidebarNav").get_by_role("link", name="Model")
    expect(link).to_have_css("outline-style", "none")
    visit.page.get_by_test_id("stSidebarNav").get_by_role("link", name="Data").focus()
    visit.press("Tab")
    expect(link).to_be_focused()
    expect(link).to_have_css("outline-style", "solid")
    visit.press("Enter")
    expect(visit.page).to_have_url(re.compile("/model"))


def test_back_leaves_the_page_however_often_a_setting_was_moved(visit: Visit) -> None:
    visit.goto()
    visit.follow("Model")
    slider = visit.page.get_by_role("slider", name="Hidden layers")
    slider.focus()
    for layers in ("3", "4"):
        visit.press("ArrowRight")
        expect(slider).to_have_attribute("aria-valuetext", layers)
    expect(visit.page).to_have_url(re.compile("hidden=512-256-128-64"))
    visit.follow("Train")

    visit.back()
    expect(visit.page).to_have_url(re.compile("/model"))
    expect(slider).to_have_attribute("aria-valuetext", "4")
    visit.back()
    expect(visit.page.get_by_role("button", name="Go step by step")).to_be_visible()
    visit.forward()
    expect(slider).to_have_attribute("aria-valuetext", "4")


@pytest.mark.parametrize(
    ("locale", "word", "name"), [("en-GB", "Home", "Digit Lab"), ("zh-CN", "首页", "数字实验室")]
)
def test_the_browsers_language_decides_at_first(
    locale: str, word: str, name: str, open_visit: OpenVisit
) -> None:
    visit = open_visit(locale=locale)
    visit.goto()
    expect(visit.page.get_by_role("link", name=word).first).to_be_visible()
    expect(visit.page).to_have_title(re.compile(name))


def test_a_browser_is_told_the_language_and_not_to_translate(open_visit: OpenVisit) -> None:
    """A translation by the browser takes nodes away from React, which then fails."""
    visit = open_visit(locale="zh-CN")
    visit.goto()
    html = visit.page.locator("html")
    expect(html).to_have_attribute("lang", "zh-CN")
    expect(html).to_have_attribute("translate", "no")
    expect(visit.page.locator("meta[name=google]")).to_have_attribute("content", "notranslate")
    menu = visit.page.get_by_test_id("stMainMenuButton")
    expect(menu).to_have_accessible_name("主菜单")  # Streamlit itself would say "Main menu"

    visit.page.get_by_role("radio", name="English").click()
    expect(html).to_have_attribute("lang", "en")
    expect(menu).to_have_accessible_name("Main menu")

    visit.goto()  # without `lang`: the browser remembers what was chosen
    expect(visit.page.get_by_role("link", name="Home").first).to_be_visible()
    expect(html).to_have_attribute("lang", "en")


def test_the_language_can_be_switched_and_stays_in_the_link(visit: Visit) -> None:
    visit.goto("model")
    visit.page.get_by_role("radio", name="中文").click()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text(CHINESE)
    expect(visit.page).to_have_url(re.compile(r"[?&]lang=zh"))

    visit.follow("训练")
    expect(visit.page).to_have_url(re.compile(r"/train\?.*lang=zh"))
    visit.reload()
    assert CHINESE.search(heading(visit))


def test_nonsense_in_a_link_is_said_and_does_no_harm(visit: Visit) -> None:
    visit.goto("train", lr="fast", epochs="-3", hidden="512-boat", lang="xx")
    heading(visit)
    expect(visit.page.get_by_role("alert").first).to_be_visible()


def test_an_unknown_address_is_said_and_leads_home(visit: Visit) -> None:
    visit.goto("no-such-page")
    dialog = visit.page.get_by_role("dialog", name="Page not found")
    expect(dialog).to_be_visible()
    assert [problem for problem in visit.problems if "does not seem to exist" not in problem] == []
    visit.problems.clear()  # Streamlit writes what the dialog says to the console too
    dialog.get_by_role("button", name="Close").click()
    heading(visit)
