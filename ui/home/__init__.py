"""The Home page's parts."""

from ui.home import first_drawing, views

__all__ = [
    "first_drawing",
    "views",
]
