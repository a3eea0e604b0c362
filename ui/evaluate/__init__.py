"""The Evaluate page's parts."""

from ui.evaluate import listing, views
from ui.evaluate.confusion_matrix import confusion
from ui.evaluate.mistake_gallery import mistakes
from ui.evaluate.precision_recall import scores

__all__ = [
    "confusion",
    "listing",
    "mistakes",
    "scores",
    "views",
]
