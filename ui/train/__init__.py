"""The Train page's parts."""

from ui.train import listing, views
from ui.train.endings import closing
from ui.train.views import LIVE_SECONDS

__all__ = [
    "LIVE_SECONDS",
    "closing",
    "listing",
    "views",
]
