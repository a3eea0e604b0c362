"""What the Draw page remembers of a visit beside the picture: the learner's own handwriting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ui.session import page_state


@dataclass
class HandwritingState:
    """The learner's own digits; the fine-tuning on them is the queue's.

    Attributes:
        doubted: the picture of which the learner is asked what it is.
        forgotten: pictures and labels as they were before some were forgotten.
        gone_on_with: the run_id of the fine-tuned network that the learner has just chosen.
    """

    doubted: bytes | None = None
    forgotten: tuple[np.ndarray, np.ndarray] | None = None
    gone_on_with: str | None = None


def get_handwriting_state() -> HandwritingState:
    """The visit's."""
    return page_state(HandwritingState)
