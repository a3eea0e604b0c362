"""Settings that between them need every line of the programs that are shown."""

from __future__ import annotations

from typing import Any

from mnist_core.config.training_config import ACTIVATIONS, OPTIMIZERS, SCHEDULES, TrainingConfig

ALL: dict[str, Any] = {
    "handwriting": True,
    "weight_averaging": True,
    "dropout": 0.3,
    "validation_size": 1_000,
}


CONFIGS = [
    TrainingConfig(),
    TrainingConfig(hidden_sizes=(), dropout=0.2),
    TrainingConfig(**ALL, schedule="cosine"),
    *(TrainingConfig(**{name: value}) for name, value in ALL.items()),
    *(TrainingConfig(optimizer=each) for each in OPTIMIZERS),
    *(TrainingConfig(schedule=each) for each in SCHEDULES),
    *(TrainingConfig(activation=each) for each in ACTIVATIONS),
]
