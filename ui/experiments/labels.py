"""What an experiment's parts are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from mnist_core.config import TrainingConfig
from mnist_core.experiments import Group, Quantity
from ui.text import N_, _, listed, setting_name, setting_value

GROUPS: dict[Group, tuple[str, str]] = {
    "settings": (N_("The settings"), ":material/tune:"),
    "network": (N_("The network"), ":material/hub:"),
    "data": (N_("The data"), ":material/grid_view:"),
    "honesty": (N_("Honesty"), ":material/balance:"),
}
QUANTITIES: dict[Quantity, str] = {
    "train_loss": N_("Training loss"),
    "test_loss": N_("Test loss"),
    "train_accuracy": N_("Accuracy on the training set"),
    "test_accuracy": N_("Accuracy on the test set"),
}


def quantity_title(*quantities: Quantity) -> str:
    """What curves in one chart show: in general where they differ in that."""
    if len(set(quantities)) == 1:
        return _(QUANTITIES[quantities[0]])
    return _("Accuracy") if quantities[0].endswith("_accuracy") else _("Loss")


def x_title(quantity: Quantity) -> str:
    """What it is drawn over."""
    return _("Step (one batch each)") if quantity == "train_loss" else _("Epoch")


def differing(plans: Mapping[str, TrainingConfig]) -> list[str]:
    """The names of the settings in which the runs differ."""
    return [
        each.name
        for each in fields(TrainingConfig)
        if len({getattr(config, each.name) for config in plans.values()}) > 1
    ]


def plan_names(plans: Mapping[str, TrainingConfig]) -> dict[str, str]:
    """What tells each run from the others: "Learning rate: 0.001"."""
    names = differing(plans)
    return {
        plan: listed(
            _("{setting}: {value}").format(
                setting=setting_name(name), value=setting_value(config, name)
            )
            for name in names
        )
        for plan, config in plans.items()
    }
