"""TrainingConfig: every limit holds, and a link can hold anything without breaking a page."""

from __future__ import annotations

import dataclasses
import json
import math

import pytest
from hypothesis import given

from mnist_core.config import training_config as c
from mnist_core.config.training_config import TUTORIAL, TrainingConfig
from mnist_core.errors import ConfigError
from mnist_core.model.mlp import layer_table
from tests.core.config.configs import configs


def test_the_defaults_are_the_tutorials() -> None:
    assert TUTORIAL.hidden_sizes == (512, 256)
    assert (TUTORIAL.activation, TUTORIAL.optimizer, TUTORIAL.schedule) == (
        "relu",
        "adam",
        "constant",
    )
    assert (TUTORIAL.learning_rate, TUTORIAL.batch_size, TUTORIAL.epochs) == (1e-3, 64, 5)
    assert TUTORIAL.to_query() == {}
    assert c.PRESETS["tutorial"] == TUTORIAL


def test_learning_rate_stops() -> None:
    """The slider's stops are 1, 2, 5 within the limits."""
    assert c.LEARNING_RATES[:4] == (1e-5, 2e-5, 5e-5, 1e-4)
    assert c.LEARNING_RATES[-1] == c.LEARNING_RATE.maximum
    assert c.LEARNING_RATE.default in c.LEARNING_RATES
    for rate in c.LEARNING_RATES:
        TrainingConfig(learning_rate=rate)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("hidden_sizes", (8,) * 5, "There can be 0 to 4 hidden layers, not 5"),
        ("hidden_sizes", (7,), "must be from 8 to 1,024 in steps of 8, not "),
        ("hidden_sizes", (12,), "must be from 8 to 1,024 in steps of 8, not "),
        ("hidden_sizes", (1032,), "must be from 8 to 1,024 in steps of 8, not "),
        ("hidden_sizes", ("64",), "a whole number, not 64"),
        ("hidden_sizes", 64, "must be whole numbers, not 64"),
        ("hidden_sizes", (1024,) * 4, "at most 3,000,000"),
        ("activation", "swish", "must be one of "),
        ("activation", None, "must be one of "),
        ("learning_rate", 0.0, "must be from 1e-05 to 10, not "),
        ("learning_rate", 10.1, "must be from 1e-05 to 10, not "),
        ("learning_rate", math.nan, "must be from 1e-05 to 10, not "),
        ("learning_rate", math.inf, "must be from 1e-05 to 10, not "),
        ("learning_rate", 10**400, "must be from 1e-05 to 10, not "),
        ("learning_rate", "0.001", "must be a number, not "),
        ("learning_rate", True, "must be a number, not "),
        ("batch_size", 63, "must be one of "),
        ("batch_size", 64.0, "must be one of "),
        ("epochs", 0, "must be from 1 to 50, not "),
        ("epochs", 51, "must be from 1 to 50, not "),
        ("epochs", 5.0, "must be a whole number, not "),
        ("epochs", True, "must be a whole number, not "),
        ("optimizer", "lion", "must be one of "),
        ("schedule", "step", "must be one of "),
        ("seed", -1, "must be from 0 to 999,999, not "),
        ("seed", 1_000_000, "must be from 0 to 999,999, not "),
        ("validation_size", 500, "must be from 0 to 10,000 in steps of 1,000, not "),
        ("validation_size", 11_000, "must be from 0 to 10,000 in steps of 1,000, not "),
        ("handwriting", 1, "must be on or off, not "),
        ("dropout", 0.95, "must be from 0 to "),
        ("weight_averaging", "yes", "must be on or off, not "),
        ("training_images", 99, "must be from 100 to 60,000, not "),
        ("training_images", 60_001, "must be from 100 to 60,000, not "),
        ("label_noise", 0.51, "must be from 0 to 0.5, not "),
        ("order", "random", "must be one of "),
        ("normalize", 0, "must be on or off, not "),
        ("initial_weights", "xavier", "must be one of "),
    ],
)
def test_a_wrong_value_is_refused_by_name(field: str, value: object, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        TrainingConfig(**{field: value})  # type: ignore[arg-type]
    assert caught.value.field == field
    assert words in str(caught.value)
    assert str(caught.value)[0].isupper() and str(caught.value).endswith(".")


def test_too_much_work_names_the_epochs_that_would_do() -> None:
    with pytest.raises(ConfigError) as caught:
        TrainingConfig(hidden_sizes=(1024, 1024, 1024), epochs=50)
    assert caught.value.field == "epochs" and "too much work" in str(caught.value)
    allowed = caught.value.params["maximum"]
    assert isinstance(allowed, int)
    TrainingConfig(hidden_sizes=(1024, 1024, 1024), epochs=allowed)
    with pytest.raises(ConfigError):
        TrainingConfig(hidden_sizes=(1024, 1024, 1024), epochs=allowed + 1)


def test_lists_and_whole_learning_rates_are_taken() -> None:
    config = TrainingConfig(hidden_sizes=[64, 32], learning_rate=1)  # type: ignore[arg-type]
    assert config.hidden_sizes == (64, 32)
    assert isinstance(config.learning_rate, float)
    assert hash(config) == hash(dataclasses.replace(config))


@given(configs)
def test_parameters_are_the_models(config: TrainingConfig) -> None:
    assert config.parameters == sum(row.parameters for row in layer_table(config.hidden_sizes))


@given(configs)
def test_json_brings_the_config_back(config: TrainingConfig) -> None:
    assert TrainingConfig.from_dict(json.loads(json.dumps(config.to_dict()))) == config


def test_runs_from_before_a_setting_are_the_tutorials_in_it() -> None:
    """A kept run or a link of an older version has none of these names."""
    new = {"training_images", "label_noise", "order", "normalize", "initial_weights"}
    old = {
        key: value for key, value in TrainingConfig(epochs=7).to_dict().items() if key not in new
    }
    assert TrainingConfig.from_dict(old) == TrainingConfig(epochs=7)


def test_training_size_is_what_is_left() -> None:
    config = TrainingConfig(validation_size=10_000, training_images=500)
    assert (config.training_size, config.unused_images) == (500, 49_500)
    assert TrainingConfig(validation_size=10_000).training_size == 50_000
    assert TrainingConfig(training_images=500, label_noise=0.3).wrong_labels == 150
    assert config.work == config.parameters * 500 * 5


def test_from_dict_takes_older_and_newer_dictionaries() -> None:
    assert TrainingConfig.from_dict({"epochs": 7, "from_the_future": 1}) == TrainingConfig(epochs=7)
    with pytest.raises(ConfigError):
        TrainingConfig.from_dict({"epochs": 0})
