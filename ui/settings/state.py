"""What is remembered of the settings that one click sets."""

from __future__ import annotations

from dataclasses import dataclass

from mnist_core.config import TrainingConfig
from ui.session import page_state


@dataclass(frozen=True)
class Tried:
    """What a click has set.

    Attributes:
        group: the buttons among which it was.
        before: the settings that the learner had before any of them was clicked.
        after: what was set; once a setting is moved by hand, there is nothing left to say.
    """

    group: str
    before: TrainingConfig
    after: TrainingConfig


@dataclass
class SettingsState:
    """`tried` by the last click; whether a run was `just_started` with the button beneath it."""

    tried: Tried | None = None
    just_started: bool = False


def get_settings_state() -> SettingsState:
    """The visit's."""
    return page_state(SettingsState)
