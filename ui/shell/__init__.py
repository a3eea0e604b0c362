"""What surrounds every page: frame, menu, notices, fragments, the one lab, the server's bounds."""

from ui.shell import at_start, frame, lab, server
from ui.shell.fine_tunings import Teaching
from ui.shell.fragments import fragment
from ui.shell.lab import Lab, loader, open_lab
from ui.shell.navigation import go, go_next, link, pages
from ui.shell.notices import bring_up, forget_seen, notify
from ui.shell.page_language import tell_the_browser
from ui.shell.style import two_columns

__all__ = [
    "Lab",
    "Teaching",
    "at_start",
    "bring_up",
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
    "server",
    "tell_the_browser",
    "two_columns",
]
