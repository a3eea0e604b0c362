"""What the Data page remembers of a visit."""

from __future__ import annotations

from dataclasses import dataclass

from ui.session import page_state


@dataclass
class DataState:
    """How far the learner has gone in each part of the page.

    Attributes:
        counted: how many stages of the mean and the standard deviation are counted.
        bent: how often the images were bent again.
        gallery_round: how often the gallery began again at page 1.
        shown_batch: from 0.
        batch_settings: those that the shown batch was dealt with.
    """

    counted: int = 0
    bent: int = 0
    gallery_round: int = 0
    shown_batch: int = 0
    batch_settings: tuple[int | str, ...] = ()


def get_data_state() -> DataState:
    """The visit's."""
    return page_state(DataState)
