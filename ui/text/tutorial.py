"""The tutorial that the pages speak of: Home says what it is, and every mention leads there."""

from __future__ import annotations

from urllib.parse import urlencode

from ui.session import link_parameters

ANCHOR = "tutorial"


def tutorial_link() -> str:
    """The address of Home's words about it, from any page; the settings come along."""
    return f"./?{urlencode(link_parameters())}#{ANCHOR}"
