"""The Draw page's parts."""

from ui.draw import listing, views

__all__ = [
    "listing",
    "views",
]
