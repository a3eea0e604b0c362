"""What the Train page remembers of a visit."""

from __future__ import annotations

from dataclasses import dataclass

from ui.session import page_state


@dataclass
class TrainState:
    """`watched`: the run_id of the one that was under way when the page last showed it."""

    watched: str | None = None


def get_train_state() -> TrainState:
    """The visit's."""
    return page_state(TrainState)
