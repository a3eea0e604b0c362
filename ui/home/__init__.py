"""The Home page's parts."""

from ui.home import experiments_done, first_drawing, views

__all__ = [
    "experiments_done",
    "first_drawing",
    "views",
]
