"""The Model page's parts."""

from ui.model import listing, views

__all__ = [
    "listing",
    "views",
]
