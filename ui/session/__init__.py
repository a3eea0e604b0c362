"""The visit: its typed state, the browser's id, the link."""

from ui.session.address import link_parameters, write_link
from ui.session.browser import awaited, forgets, recognise_browser, step_done
from ui.session.component import component
from ui.session.key import Key
from ui.session.script_run import script_run
from ui.session.state import (
    LANGUAGE_COOKIE,
    Notice,
    change_config,
    enter,
    get_state,
    just_arrived,
    page_state,
    put,
    seed,
    use_config,
    widget,
)
from ui.session.visitor_address import visitor_address

__all__ = [
    "LANGUAGE_COOKIE",
    "Key",
    "Notice",
    "awaited",
    "change_config",
    "component",
    "enter",
    "forgets",
    "get_state",
    "just_arrived",
    "link_parameters",
    "page_state",
    "put",
    "recognise_browser",
    "script_run",
    "seed",
    "step_done",
    "use_config",
    "visitor_address",
    "widget",
    "write_link",
]
