"""The One step page: a step of training, stopped between its lines."""

from ui.step import listing, source, views

__all__ = ["listing", "source", "views"]
