"""Errors are sentences, and are whole after a pickle."""

from __future__ import annotations

import pickle

import pytest

from mnist_core.config.training_config import TrainingConfig
from mnist_core.errors import ConfigError, InspectionError, LabError
from tests.core.inspection.steps import small_report


def test_errors_survive_pickling() -> None:
    with pytest.raises(ConfigError) as caught:
        TrainingConfig(epochs=0)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.message, again.field, again.params) == (
        str(caught.value),
        caught.value.message,
        "epochs",
        caught.value.params,
    )


def test_error_is_its_english_sentence() -> None:
    error = LabError("{count} of {share}: {names}.", count=1234, share=1e-5, names=("a", "b"))
    assert str(error) == "1,234 of 1e-05: a, b."


def test_an_error_can_be_sent_to_another_process() -> None:
    with pytest.raises(InspectionError) as caught:
        small_report(TrainingConfig(hidden_sizes=(16, 8))).layer(7)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.code, again.nearest, again.params) == (
        "There is no layer 8: this network has 3. Choose one of them.",
        "no_such_layer",
        2,
        {"value": 8, "count": 3},
    )
