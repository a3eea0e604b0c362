"""What the Evaluate page remembers of a visit."""

from __future__ import annotations

from dataclasses import dataclass

from ui.session import page_state


@dataclass
class EvaluateState:
    """`cell`: the true and the predicted digit that the learner chose in the matrix."""

    cell: tuple[int, int] | None = None


def get_evaluate_state() -> EvaluateState:
    """The visit's."""
    return page_state(EvaluateState)
