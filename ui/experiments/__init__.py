"""The Experiments page."""

from ui.experiments import views

__all__ = ["views"]
