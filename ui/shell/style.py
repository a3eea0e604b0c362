"""What Streamlit's theme has no setting for, in CSS: whatever is written can be read, and two
columns stand beside each other only where both have room.

Streamlit writes captions at 60 % of the text's strength, and the words of charts and the colours of
code the same for every theme, some of them below WCAG's 4.5 to 1; tests/test_theme.py holds these.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.components import light_dark, theme_colour

CAPTION_STRENGTH = 0.74  # of the text's colour
# Each in the light theme and in the dark one.
CHART_WORDS = ("#5B6270", "#E6EAF1")
CODE = {
    "keyword": ("#1560B4", "#5AA9F5"),
    "punctuation": ("#5B6270", "#9DA6B4"),
    "comment": ("#5B6270", "#9DA6B4"),
    "operator": ("#A84600", "#F59A5B"),
    "number": ("#0B6F63", "#4FC9B5"),
    "boolean": ("#0B6F63", "#4FC9B5"),
    "string": ("#0A6E2F", "#4CC774"),
}


# The names are inherited by the programs that `ui.components.explained_code` shows, too.
_NAMES = "; ".join(f"--lab-code-{kind}: {light_dark(*colours)}" for kind, colours in CODE.items())
_TOKENS = "\n".join(
    f"[data-testid='stCode'] .token.{kind} {{ color: var(--lab-code-{kind}) }}" for kind in CODE
)
# Streamlit shows the menu's focused link only by the shade that the current page has as well.  A
# formula in a sentence is read in one piece.  A name that is cut says so.
STYLE = f"""<style>
[data-testid='stSidebarNavLink']:focus-visible {{
  outline: 2px solid currentColor; outline-offset: -2px }}
.katex-html {{ white-space: nowrap }}
[data-testid='stSelectbox'] input {{ text-overflow: ellipsis }}
[data-testid='stCaptionContainer'] {{ opacity: {CAPTION_STRENGTH} }}
button[data-variant='segmented_control'][aria-checked='true'] {{
  color: {theme_colour("linkColor")} !important }}
[data-testid='stVegaLiteChart'] :is(.role-axis-label, .role-axis-title, .role-legend-label,
  .role-legend-title) text {{ fill: {light_dark(*CHART_WORDS)} }}
[data-testid='stApp'] {{ {_NAMES} }}
{_TOKENS}
[data-testid='stButtonGroup'] > [role] {{ flex-wrap: wrap }}
[data-testid='stMarkdown'] pre :is(&, code) {{ white-space: pre-wrap !important }}
@media (max-width: 640px) {{  /* what the page is for is seen without scrolling */
  [data-testid='stMainBlockContainer'] {{ padding-top: 3.5rem !important }}
  [data-testid='stMain'] h1 {{ font-size: 1.6rem !important; padding: 0.5rem 0 !important }}
}}
</style>"""


def two_columns(
    key: str, shares: tuple[float, float], least: tuple[int, int]
) -> Sequence[DeltaGenerator]:
    """Two columns, below each other where one would be narrower than its `least` CSS pixels.

    Streamlit's own stand beside each other in every window above 640 pixels, however little of it
    the sidebar leaves.
    """
    columns = f".st-key-{key} > * > [data-testid='stHorizontalBlock'] > [data-testid='stColumn']"
    widths = "\n".join(
        f"{columns}:nth-child({number}) {{ min-width: min(100%, {pixels}px) }}"
        for number, pixels in enumerate(least, start=1)
    )
    with st.container(key=key):
        st.html(f"<style>{widths}</style>")
        return st.columns(list(shares), gap="large")


def readable() -> None:
    """Lay the styles over the page."""
    st.html(STYLE)
