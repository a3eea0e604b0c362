"""A page at rest: every question that it has put to its server is answered and drawn.

The only state of a page in which a key may be pressed: while Streamlit draws, an element may be
replaced by its successor, and the key goes to neither.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

# What is waited for comes and stays; how long that takes is the machine's affair.
PATIENCE_MS = 180_000
QUIET_MS = 150
SCRIPT = (Path(__file__).parent / "rest.js").read_text(encoding="utf-8")
# Some frames in a row: a slow machine, whose components take long to answer, draws slowly as well.
# There a live page's clock has something drawn in most frames, for ever; those do not count, and
# begin no new row.
STAYS = """(quiet) => new Promise((resolve) => {
    let frames = 0;
    const look = () => {
        const now = window.restOrNot(quiet);
        if (now !== "clock") frames = now === "rest" ? frames + 1 : 0;
        frames < 6 ? requestAnimationFrame(look) : resolve(true);
    };
    look();
})"""


def watch(page: Page) -> None:
    """Note what the page asks and what is answered, from its next address on."""
    page.add_init_script(SCRIPT)


def wait_for_rest(page: Page, timeout: float = PATIENCE_MS) -> None:
    """Wait until the page is at rest and stays so; charts that a clock redraws do not count."""
    page.wait_for_function(STAYS, arg=QUIET_MS, timeout=timeout)
