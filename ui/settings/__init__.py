"""Sliders that make a TrainingConfig, presets, and settings worth trying."""

from ui.settings import suggestions
from ui.settings.controls import (
    MODEL_SETTINGS,
    TRAINING_SETTINGS,
    explanations,
    model_controls,
    training_controls,
    use_settings,
)
from ui.settings.presets import preset_buttons
from ui.settings.try_this import Experiment, experiment_buttons, try_this

__all__ = [
    "MODEL_SETTINGS",
    "TRAINING_SETTINGS",
    "Experiment",
    "experiment_buttons",
    "explanations",
    "model_controls",
    "preset_buttons",
    "suggestions",
    "training_controls",
    "try_this",
    "use_settings",
]
