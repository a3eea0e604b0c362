"""Every setting and every choice has its words."""

from __future__ import annotations

from dataclasses import fields

from mnist_core.config.training_config import (
    ACTIVATIONS,
    INITIAL_WEIGHTS,
    OPTIMIZERS,
    ORDERS,
    SCHEDULES,
    TrainingConfig,
)
from ui.settings.controls import MODEL_SETTINGS, TRAINING_SETTINGS
from ui.text.i18n import sections
from ui.text.setting_labels import HELP, LABELS, NAMES


def test_names_of_settings_and_choices_stand_alone() -> None:
    for word in [*LABELS.values(), *HELP.values(), *NAMES.values()]:
        assert "{" not in word


def test_settings_are_explained() -> None:
    """Every setting has a label, a help line and an explanation."""
    explained = sections("en", "settings")
    settings = {field.name for field in fields(TrainingConfig)} - {"hidden_sizes"}
    for setting in settings | {"hidden_layers", "width"}:
        assert setting in {*MODEL_SETTINGS, *TRAINING_SETTINGS}, f"{setting} has no explanation"
        assert setting in HELP and setting in LABELS
        assert setting in explained, f"text/en/settings.md says nothing of {setting}"


def test_every_choice_has_a_name() -> None:
    assert {*ACTIVATIONS, *OPTIMIZERS, *SCHEDULES, *ORDERS, *INITIAL_WEIGHTS} == set(NAMES)
