"""What surrounds every page: frame, menu, notices, fragments, the one lab, the server's bounds."""

from ui.shell import at_start, frame, lab, server
from ui.shell.fragments import fragment
from ui.shell.lab import Lab, loader, open_lab
from ui.shell.navigation import go, go_next, link, pages
from ui.shell.notices import forget_seen, notify, rerun_if_unseen
from ui.shell.page_language import tell_the_browser
from ui.shell.style import two_columns

__all__ = [
    "Lab",
    "at_start",
    "forget_seen",
    "fragment",
    "frame",
    "go",
    "go_next",
    "lab",
    "link",
    "loader",
    "notify",
    "open_lab",
    "pages",
    "rerun_if_unseen",
    "server",
    "tell_the_browser",
    "two_columns",
]
