"""A page's rest: nothing of the learner's is unanswered, however often a clock has it drawn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as TimedOut
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.e2e.rest import wait_for_rest, watch

# A Streamlit page as `rest.js` sees one; no server, and a document that has no localStorage.
PAGE = "data:text/html,<div data-testid=stApp data-test-connection-state=CONNECTED></div>"
SOCKET = "window.WebSocket = class extends EventTarget { send() {} }"
TOLD = """([asked, answer]) => {
    window.socket ??= new WebSocket("ws://nowhere");
    if (asked.length) socket.send(new Uint8Array(asked));
    const data = new Uint8Array(answer).buffer;
    if (answer.length) socket.dispatchEvent(new MessageEvent("message", { data }));
}"""
# Calls itself running in all frames but every third: a slow machine, and a clock that ticks often.
BUSY = """() => {
    let frames = 0;
    const app = document.querySelector("[data-testid=stApp]");
    const draw = () => {
        app.dataset.testScriptState = frames++ % 3 ? "running" : "notRunning";
        requestAnimationFrame(draw);
    };
    draw();
}"""
LEARNERS = BackMsg(rerun_script=ClientState(page_script_hash="a")).SerializeToString()
CLOCKS = BackMsg(rerun_script=ClientState(fragment_id="a", is_auto_rerun=True)).SerializeToString()
ANSWER = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY).SerializeToString()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose script runs in most frames; the learner's first question is answered."""
    opened = browser.new_page()
    opened.add_init_script(SOCKET)
    watch(opened)
    opened.goto(PAGE)
    opened.evaluate(BUSY)
    tell(opened, LEARNERS, ANSWER)
    yield opened
    opened.close()


def tell(page: Page, asked: bytes, answer: bytes = b"") -> None:
    page.evaluate(TOLD, [list(asked), list(answer)])


def expect_no_rest(page: Page) -> None:
    with pytest.raises(TimedOut):
        wait_for_rest(page, timeout=1000)


def test_a_clock_keeps_no_page_from_its_rest(page: Page) -> None:
    tell(page, CLOCKS)
    wait_for_rest(page)


def test_what_the_learner_asks_does_also_of_a_live_page(page: Page) -> None:
    expect_no_rest(page)  # what runs is still the learner's
    tell(page, CLOCKS)
    tell(page, LEARNERS)
    expect_no_rest(page)
    tell(page, CLOCKS)
    expect_no_rest(page)
    tell(page, b"", ANSWER)
    wait_for_rest(page)
