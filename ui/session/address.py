"""The address bar: a copied link is the experiment and the language, and nothing of the lab."""

from __future__ import annotations

import streamlit as st

from mnist_core.config import KEYS
from ui.session.browser import awaited
from ui.session.state import LANGUAGE_PARAMETER, get_state


def link_parameters() -> dict[str, str]:
    """The experiment and the language as a link carries them."""
    state = get_state()
    return {LANGUAGE_PARAMETER: state.language, **state.config.to_query()}


def write_link() -> None:
    """Make the address bar say what the settings are, leaving other parameters alone.

    Not before the browser has answered: until then its history takes each link for a page.
    """
    now = st.query_params.to_dict()
    others = {
        key: value for key, value in now.items() if key != LANGUAGE_PARAMETER and key not in KEYS
    }
    wanted = others | link_parameters()
    if now != wanted and not awaited():
        st.query_params.from_dict(wanted)
