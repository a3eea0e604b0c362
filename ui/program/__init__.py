"""The Program page: the whole program, line by line."""

from ui.program import measuring, source, views

__all__ = ["measuring", "source", "views"]
