"""The frame of every page: its address, its menu, its language (its looks: test_looks.py)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from streamlit.proto.AppPage_pb2 import AppPage
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.visitor import Visitor
from tests.coroutines import run
from tests.e2e.conftest import OpenVisit, StartServer
from tests.e2e.server import Server
from tests.e2e.visit import PHONE, Visit

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


def heading(visit: Visit) -> str:
    """The page's title, once there is one."""
    title = visit.page.get_by_test_id("stMain").locator("h1")
    expect(title).to_have_count(1)
    expect(title).not_to_be_empty()
    return title.inner_text()


class Newcomer(Visitor):
    """A visitor that notes what Streamlit's own client would be told about the pages."""

    def __init__(self, server: Server) -> None:
        super().__init__(server.url.removeprefix("http://"), lambda answer: None)
        self.not_found = False
        self.here: AppPage | None = None

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        self.not_found |= kind == "page_not_found"
        if kind == "navigation":
            now = message.navigation.page_script_hash
            self.here = next(
                page for page in message.navigation.app_pages if page.page_script_hash == now
            )
        super()._take(message)

    def titles(self) -> list[str]:
        """The headings of the first level, as they are written."""
        headings = [delta.new_element.heading for delta in self._elements.values()]
        return [heading.body for heading in headings if heading.tag == "h1"]


@pytest.mark.parametrize("name", PAGES)
def test_deep_link_is_a_fresh_servers_first_request(name: str, start_server: StartServer) -> None:
    """Before the router has run once, Streamlit knows pages by their file names alone."""
    address, in_the_menu, _ = PAGES[name]

    async def arrive() -> Newcomer:
        newcomer = Newcomer(start_server())
        await newcomer.open(address)
        await newcomer.close()
        return newcomer

    found = run(arrive())
    assert not found.not_found
    assert found.here is not None
    assert in_the_menu in found.here.page_name
    assert found.here.is_default == (address == "")
    assert address in ("", found.here.url_pathname)
    (title,) = found.titles()
    assert title


def test_a_browser_is_a_fresh_servers_first_visitor(
    start_server: StartServer, open_visit: OpenVisit
) -> None:
    """What the client makes of such an answer; `Visit.goto` sees it at every address."""
    address, in_the_menu, _ = PAGES["data"]
    visit = open_visit(start_server())
    visit.goto(address)
    heading(visit)
    here = visit.page.get_by_test_id("stSidebarNav").locator("[aria-current=page]")
    expect(here).to_contain_text(in_the_menu)


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


def test_a_keyboard_leads_to_a_page_and_back_leaves_it_however_often_a_setting_was_moved(
    visit: Visit,
) -> None:
    visit.goto()
    menu = visit.page.get_by_test_id("stSidebarNav")
    link = menu.get_by_role("link", name="Model")
    expect(link).to_have_css("outline-style", "none")
    menu.get_by_role("link", name="Data").focus()
    visit.press("Tab")
    expect(link).to_be_focused()
    expect(link).to_have_css("outline-style", "solid")  # a keyboard sees where it is
    visit.press("Enter")
    expect(visit.page).to_have_url(re.compile("/model"))

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


def expect_language(visit: Visit, home: str, title: str, code: str) -> None:
    """The menu, the window's title and what the browser is told speak one language."""
    menu = visit.page.get_by_test_id("stSidebarNav")
    expect(menu.get_by_role("link", name=home)).to_be_visible()
    expect(visit.page).to_have_title(re.compile(title))
    expect(visit.page.locator("html")).to_have_attribute("lang", code)


def test_a_chinese_browser_is_told_the_language_and_not_to_translate(open_visit: OpenVisit) -> None:
    """A translation by the browser takes nodes away from React, which then fails."""
    visit = open_visit(locale="zh-CN")
    visit.goto()
    expect_language(visit, "首页", "数字实验室", "zh-CN")
    html = visit.page.locator("html")
    expect(html).to_have_attribute("translate", "no")
    expect(visit.page.locator("meta[name=google]")).to_have_attribute("content", "notranslate")
    menu = visit.page.get_by_test_id("stMainMenuButton")
    expect(menu).to_have_accessible_name("主菜单")  # Streamlit itself would say "Main menu"

    visit.page.get_by_role("radio", name="English").click()
    expect(html).to_have_attribute("lang", "en")
    expect(menu).to_have_accessible_name("Main menu")

    visit.goto()  # without `lang`: the browser remembers what was chosen
    expect_language(visit, "Home", "Digit Lab", "en")


def test_an_english_browser_switches_the_language_which_stays_in_the_link(
    open_visit: OpenVisit,
) -> None:
    visit = open_visit(locale="en-GB")
    visit.goto("model")
    expect_language(visit, "Home", "Digit Lab", "en")
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
    visit.page.goto(f"{visit.server.url}/no-such-page")
    visit.idle()
    dialog = visit.page.get_by_role("dialog", name="Page not found")
    expect(dialog).to_be_visible()
    assert [problem for problem in visit.problems if "does not seem to exist" not in problem] == []
    visit.problems.clear()  # Streamlit writes what the dialog says to the console too
    dialog.get_by_role("button", name="Close").click()
    heading(visit)
