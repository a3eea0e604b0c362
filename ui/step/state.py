"""What the One step page remembers of a visit."""

from __future__ import annotations

from dataclasses import dataclass

from mnist_core.config import TrainingConfig
from ui.session import page_state


@dataclass(frozen=True)
class Source:
    """A network at one moment of a training.

    Attributes:
        run_id: of the run that it is of; empty for the settings as they are now.
        epoch: for how many epochs it has been trained; 0 is the untrained one.
        diverges_at: the step in which the loss became no number, where the way there is known:
            from the untrained network.
    """

    run_id: str
    epoch: int
    config: TrainingConfig
    diverges_at: int | None = None


@dataclass
class StepState:
    """How far the learner has gone.

    Attributes:
        source: where the steps below were taken from.
        taken: how many steps were taken from there.
        asked: how many steps the learner has asked for last.
        forgotten: whether the server has let those steps go, to have its memory for others.
        nearest: the box whose number was none, and the nearest one that there is.
    """

    source: Source | None = None
    taken: int = 0
    asked: int = 0
    forgotten: bool = False
    nearest: tuple[str, int] | None = None


def get_step_state() -> StepState:
    """The visit's."""
    return page_state(StepState)
