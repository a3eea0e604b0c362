"""The tutorial that the pages speak of: what it is says Home, and every mention leads to it."""

from __future__ import annotations

from urllib.parse import urlencode

from ui.session import link_parameters

ANCHOR = "tutorial"


def tutorial_link() -> str:
    """The address of the whole program, from any page; the settings come along."""
    return f"./program?{urlencode(link_parameters())}"
