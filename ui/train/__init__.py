"""The Train page's parts."""

from ui.train import listing, views
from ui.train.endings import closing
from ui.train.layout import lay_out
from ui.train.views import LIVE_SECONDS

__all__ = [
    "LIVE_SECONDS",
    "closing",
    "lay_out",
    "listing",
    "views",
]
