"""The words put over Streamlit's own are still those that its client says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import streamlit

from ui.text.streamlit_words import WORDS

# What the client puts together from several pieces, and one of those.
ASSEMBLED = {
    "Press Enter to apply": "Press Enter to ${",
    "{count} options available.": " available",
}
CLIENT = Path(streamlit.__file__).parent / "static" / "static" / "js"


def pieces(words: str) -> list[str]:
    return re.split(r"{\w+}|\. ", ASSEMBLED.get(words, words))


@pytest.fixture(scope="module")
def client() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in CLIENT.glob("*.js"))


def test_the_client_says_each_of_these(client: str) -> None:
    parts = {part.strip(" :") for words in WORDS for part in pieces(words)}
    lost = {part for part in parts if re.search(r"\w", part) and part not in client}
    assert not lost, "Streamlit no longer says this"
