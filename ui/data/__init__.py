"""The Data page's parts."""

from ui.data import listing, views
from ui.data.class_balance import balance
from ui.data.normalising import normalisation, origin
from ui.data.real_handwriting import handwriting
from ui.data.shuffled_batch import batch

__all__ = [
    "balance",
    "batch",
    "handwriting",
    "listing",
    "normalisation",
    "origin",
    "views",
]
