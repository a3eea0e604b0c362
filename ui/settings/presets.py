"""Everything set in one click: as the tutorial has it, for drawing, or as good as it gets."""

from __future__ import annotations

import streamlit as st

from mnist_core.config import PRESETS, TUTORIAL
from ui.session import get_state
from ui.settings.try_this import back_button, try_settings, what_was_set
from ui.text import _, text, tutorial_link

PLACE = "presets"


def preset_buttons() -> None:
    """The buttons, and what the last one has set, here and in the settings folded away."""
    _preset_button(
        "tutorial",
        _("The tutorial's settings"),
        ":material/school:",
        _(
            "784-512-256-10, ReLU, Adam 0.001, batch 64, 5 epochs: what [the tutorial]({tutorial}) "
            "sets."
        ).format(tutorial=tutorial_link()),
    )
    _preset_button(
        "handwriting",
        _("For digits you draw"),
        ":material/draw:",
        text("settings", "for_drawing", times=_times("handwriting")),
    )
    _preset_button(
        "strong",
        _("As good as it gets"),
        ":material/workspace_premium:",
        text("settings", "strong", times=_times("strong")),
    )
    if what_was_set(PLACE):
        back_button(PLACE)


def _times(name: str) -> str:
    """How many times the tutorial's work a preset is."""
    return f"{PRESETS[name].work / TUTORIAL.work:.0f}"


def _preset_button(name: str, label: str, icon: str, words: str) -> None:
    st.button(
        label,
        icon=icon,
        on_click=try_settings,
        args=(PLACE, PRESETS[name]),
        key=f"{name}_preset",
        disabled=get_state().config == PRESETS[name],
        help=words,
        width="stretch",
    )
