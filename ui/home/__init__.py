"""The Home page's parts."""

from ui.home import views

__all__ = [
    "views",
]
