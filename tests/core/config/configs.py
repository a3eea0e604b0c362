"""Settings of every kind, for properties that hold of all."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from mnist_core.config import training_config as c
from mnist_core.config.training_config import TrainingConfig
from mnist_core.errors import ConfigError

widths = st.integers(1, 128).map(lambda n: n * 8)


configs_unchecked = st.fixed_dictionaries(
    {
        "hidden_sizes": st.lists(widths, max_size=4).map(tuple),
        "activation": st.sampled_from(c.ACTIVATIONS),
        "learning_rate": st.floats(1e-5, 10.0),
        "batch_size": st.sampled_from(c.BATCH_SIZES),
        "epochs": st.integers(1, 50),
        "optimizer": st.sampled_from(c.OPTIMIZERS),
        "schedule": st.sampled_from(c.SCHEDULES),
        "seed": st.integers(0, 999_999),
        "validation_size": st.integers(0, 10).map(lambda n: n * 1000),
        "handwriting": st.booleans(),
        "dropout": st.floats(0.0, 0.9),
        "weight_averaging": st.booleans(),
        "training_images": st.integers(100, 60_000),
        "label_noise": st.floats(0.0, 0.5),
        "order": st.sampled_from(c.ORDERS),
        "normalize": st.booleans(),
        "initial_weights": st.sampled_from(c.INITIAL_WEIGHTS),
    }
)


def build(values: dict[str, Any]) -> TrainingConfig | None:
    try:
        return TrainingConfig(**values)
    except ConfigError:
        return None


configs = configs_unchecked.map(build).filter(lambda config: config is not None)
