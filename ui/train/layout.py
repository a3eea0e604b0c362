"""Where the Train page's parts stand, before there is a run too: nothing moves when one begins."""

from __future__ import annotations

import streamlit as st

from ui.components import theme_colour

# The row of the buttons is as high without them.  On a phone the run stands below the settings:
# Start is the last of them there, and while the run goes on, its progress and its buttons stay at
# the window's lower edge, then what became of it; the place that is theirs stays empty.
STYLE = f"""<style>
/* Whoever is at the log's end stays there, whoever reads further up as well: autoscroll loses its
   way where several lines come at once. */
.st-key-log {{ flex-direction: column-reverse; justify-content: flex-start }}
.st-key-log code {{ font-size: 0.75rem }}
.st-key-log :is(pre, code) {{ white-space: pre-wrap !important }}
.st-key-run_state {{ min-height: 2.5rem }}
@media (max-width: 640px) {{
  .st-key-log pre {{ padding: 0.5rem }}
  .st-key-log code {{ font-size: 0.72rem }}
  .st-key-start_training {{ order: 1 }}
  .st-key-run_place {{ min-height: 7.5rem }}
  [data-testid="stMainBlockContainer"] {{ padding-bottom: 9rem }}
  .st-key-run_head_active, .st-key-run_head_over {{
    position: fixed; z-index: 90; left: 0; right: 0; bottom: 0; padding: 0.5rem 1rem 0.75rem;
    background: {theme_colour("backgroundColor")};
    border-top: 1px solid {theme_colour("borderColor")};
  }}
}}
</style>"""


def lay_out() -> None:
    """Lay the styles over the page."""
    st.html(STYLE)
