"""Where things stand: paper and buttons, the answer, and what is needed less often.

The answer stands beside the paper where both have room, else right below it, so that a phone shows
it without scrolling.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

# What decides is the room that the sidebar leaves, not the window.
_STYLE = """<style>
.st-key-board_room { container-type: inline-size }
.st-key-board { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem }
.st-key-board > :has(> style) { display: none }
@container (min-width: 600px) {
  .st-key-board { grid-template-columns: 300px minmax(0, 1fr); column-gap: 2rem;
    grid-template-rows: auto 1fr; grid-template-areas: "paper answer" "under answer" }
  .st-key-board > :has(> .st-key-board_paper) { grid-area: paper }
  .st-key-board > :has(> .st-key-board_answer) { grid-area: answer }
  .st-key-board > :has(> .st-key-board_under) { grid-area: under }
}
</style>"""


@dataclass(frozen=True)
class Board:
    """The containers, empty at first.

    Attributes:
        paper: where the picture comes from.
        buttons: a row below it.
        question: below that row, for what must be answered first.
        answer: beside these or below them.
        under: below the paper, or below the answer where they stand below each other.
    """

    paper: DeltaGenerator
    buttons: DeltaGenerator
    question: DeltaGenerator
    answer: DeltaGenerator
    under: DeltaGenerator


def lay_out() -> Board:
    """Make the containers."""
    st.html(_STYLE)
    with st.container(key="board_room"), st.container(key="board"):
        with st.container(key="board_paper"):
            paper, buttons = st.container(), st.container(horizontal=True, gap="xsmall")
            question = st.container()
        return Board(
            paper=paper,
            buttons=buttons,
            question=question,
            answer=st.container(key="board_answer"),
            under=st.container(key="board_under"),
        )
