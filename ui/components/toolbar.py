"""The toolbar that Streamlit hangs above a chart under the pointer, where it is in the way.

It has no switch, so this is done in CSS; `!important`, since the rule for the hovered one is
narrower than any that a key can make.
"""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

_TOOLBAR = "[data-testid='stElementToolbar']"


def without_toolbar(key: str) -> DeltaGenerator:
    """A container for a chart that needs none, say because all its figures are written in it.

    The keyboard has four stops fewer on its way.

    Args:
        key: names the container; not the chart's own, since Streamlit makes no class of that one
            where nothing can be selected.
    """
    container = st.container(key=key)
    container.html(f"<style>.st-key-{key} {_TOOLBAR} {{ display: none !important }}</style>")
    return container


def toolbar_within(key: str) -> None:
    """The toolbar of the chart with this key in its lower corner, not over the words above."""
    st.html(
        f"<style>.st-key-{key} {_TOOLBAR} {{ top: auto !important; bottom: 0 !important }}</style>"
    )
