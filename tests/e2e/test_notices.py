"""What is wrong with a link is said as it was typed, and stays to be read."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.visit import Visit

# As Markdown the first two are links, the third a picture; Streamlit knows still more forms.
TRICKS = {
    "epochs": "[Log in](https://evil.example)",
    "lr": "www.evil.example",
    "seed": "![now](https://evil.example/x.png)",
    "activation": "a` https://evil.example `:red[b]",
}


def test_a_strangers_link_puts_no_link_on_the_page(visit: Visit) -> None:
    visit.goto("train", lang="en", **TRICKS)
    said = visit.page.get_by_test_id("stAlert").filter(has_text="The link was not quite right")
    expect(said).to_have_count(1)  # the browser has said who it is: the page ran again
    expect(said.get_by_role("listitem")).to_have_count(len(TRICKS))
    expect(said).to_contain_text(TRICKS["epochs"])
    expect(said.locator("a, img")).to_have_count(0)
    visit.follow("Home")
    expect(said).to_have_count(0)
