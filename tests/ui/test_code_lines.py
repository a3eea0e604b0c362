"""The code that the pages show is the training that they ran."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch.utils.data import Dataset, Subset

from mnist_core.config import TrainingConfig
from mnist_core.data import Split, Splits, load_mnist
from mnist_core.model import build_model
from mnist_core.training import train
from tests.core.literal_loop import mnist_dataset
from ui import code_lines, data_code

IMAGES = 1_500
SMALL: dict[str, Any] = {"hidden_sizes": (32, 16), "epochs": 2, "seed": 3}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"hidden_sizes": (), "optimizer": "adamw", "schedule": "cosine"},
        {"optimizer": "sgd", "learning_rate": 0.02, "schedule": "one_cycle", "batch_size": 128},
        {"weight_averaging": True, "activation": "gelu"},
        {"handwriting": True, "activation": "tanh"},
        {"handwriting": True, "weight_averaging": True, "schedule": "one_cycle"},
    ],
    ids=str,
)
def test_the_lines_train_the_network_that_the_app_trains(changes: dict[str, Any]) -> None:
    config = TrainingConfig(**{**SMALL, **changes})
    shown: dict[str, Any] = {"train_set": _first(mnist_dataset(train=True, images=IMAGES))}
    exec(code_lines.model(config) + code_lines.training(config), shown)

    ours = build_model(config)
    mnist = load_mnist()
    part = Split(mnist.train.images[:IMAGES], mnist.train.labels[:IMAGES])
    for _ in train(ours, Splits(part, part, part, "test"), config):
        pass
    for theirs, mine in zip(shown["model"].parameters(), ours.parameters(), strict=True):
        torch.testing.assert_close(theirs, mine, rtol=0, atol=2e-4)


def _first(dataset: Dataset[Any]) -> Subset[Any]:
    return Subset(dataset, range(IMAGES))


@pytest.mark.parametrize(
    "config", [TrainingConfig(), TrainingConfig(validation_size=5_000)], ids=["plain", "held out"]
)
def test_the_datas_lines_are_python_that_the_training_can_follow(config: TrainingConfig) -> None:
    whole = data_code.data(config) + code_lines.model(config) + code_lines.training(config)
    compile(whole, "shown", "exec")
    assert whole.count("train_set") >= 3


def test_dropout_is_shown_and_said_to_draw_elsewhere() -> None:
    lines = code_lines.model(TrainingConfig(dropout=0.3))
    assert lines.count("nn.Dropout(0.3)") == 2
    assert "generator of its own" in lines  # so the figures differ a little
