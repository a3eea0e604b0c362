"""Settings that between them need every line of the programs that are shown."""

from __future__ import annotations

from typing import Any

from mnist_core.config.training_config import (
    ACTIVATIONS,
    INITIAL_WEIGHTS,
    OPTIMIZERS,
    ORDERS,
    SCHEDULES,
    TrainingConfig,
)

ALL: dict[str, Any] = {
    "handwriting": True,
    "weight_averaging": True,
    "dropout": 0.3,
    "validation_size": 1_000,
    "training_images": 2_000,
    "label_noise": 0.3,
    "order": "sorted",
    "normalize": False,
    "initial_weights": "zeros",
}


CONFIGS = [
    TrainingConfig(),
    TrainingConfig(hidden_sizes=(), dropout=0.2),
    TrainingConfig(**ALL, schedule="cosine"),
    *(TrainingConfig(**{name: value}) for name, value in ALL.items()),
    *(TrainingConfig(optimizer=each) for each in OPTIMIZERS),
    *(TrainingConfig(schedule=each) for each in SCHEDULES),
    *(TrainingConfig(activation=each) for each in ACTIVATIONS),
    *(TrainingConfig(order=each) for each in ORDERS),
    *(TrainingConfig(initial_weights=each) for each in INITIAL_WEIGHTS),
]
