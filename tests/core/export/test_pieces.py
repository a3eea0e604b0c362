"""Lines that depend on the settings are there where the settings want them."""

from __future__ import annotations

import pytest

from mnist_core.config.seeds import seed_for
from mnist_core.config.training_config import TUTORIAL, TrainingConfig
from mnist_core.export import pieces
from mnist_core.model.mlp import build_model

ALL = TrainingConfig(
    schedule="cosine",
    validation_size=5_000,
    handwriting=True,
    dropout=0.5,
    weight_averaging=True,
    seed=7,
)
OPTIONAL = {
    "training_set": pieces.training_set,
    "extra_imports": pieces.extra_imports,
    "import_augment": pieces.import_augment,
    "schedule": lambda config: pieces.schedule(config, "loader"),
    "mean_model": pieces.mean_model,
    "handwriting_seed": pieces.handwriting_seed,
    "dropout_seed": pieces.dropout_seed,
    "bend": lambda config: pieces.bend(config, "images"),
    "after_step": pieces.after_step,
}


@pytest.mark.parametrize("name", OPTIONAL)
def test_only_where_the_settings_want_it(name: str) -> None:
    assert OPTIONAL[name](TUTORIAL) == []
    lines = OPTIONAL[name](ALL)
    assert lines and all(line.key and line.code for line in lines)


@pytest.mark.parametrize("hidden_sizes", [(), (512, 256), (8, 16, 24, 32)])
def test_layer_sizes_are_the_networks(hidden_sizes: tuple[int, ...]) -> None:
    config = TrainingConfig(hidden_sizes=hidden_sizes)
    layers = build_model(config).linear_layers
    assert pieces.layer_sizes(config) == [(each.in_features, each.out_features) for each in layers]


def test_seeds_are_the_runs() -> None:
    (hands,), (zeros,) = pieces.handwriting_seed(ALL), pieces.dropout_seed(ALL)
    assert f"({seed_for('handwriting', 7)})" in hands.code
    assert f"({seed_for('dropout', 7)})" in zeros.code
    assert "(7)" in pieces.weights_seed(ALL).code


def test_no_dropout_without_a_hidden_layer() -> None:
    assert pieces.has_dropout(ALL)
    assert not pieces.has_dropout(TrainingConfig(hidden_sizes=(), dropout=0.5))
