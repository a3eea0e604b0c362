"""Runs are named by what tells them apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mnist_core.config.training_config import TUTORIAL
from ui.experiments.labels import differing, plan_names, quantity_title

pytestmark = pytest.mark.usefixtures("visit")


def test_plan_names() -> None:
    plans = {"one": TUTORIAL, "two": replace(TUTORIAL, learning_rate=0.1, epochs=2)}
    assert differing(plans) == ["learning_rate", "epochs"]
    assert plan_names(plans) == {
        "one": "Learning rate: 0.001, Epochs: 5",
        "two": "Learning rate: 0.1, Epochs: 2",
    }


def test_quantity_title() -> None:
    assert quantity_title("test_accuracy", "test_accuracy") == "Accuracy on the test set"
    assert quantity_title("train_accuracy", "test_accuracy") == "Accuracy"
    assert quantity_title("train_loss", "test_loss") == "Loss"
