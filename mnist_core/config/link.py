"""A training's settings as the query parameters of a link, and back from whatever a link holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mnist_core.config.training_config import TUTORIAL, TrainingConfig
from mnist_core.errors import ConfigError

# parameter in the link -> field of TrainingConfig
KEYS: dict[str, str] = {
    "hidden": "hidden_sizes",
    "activation": "activation",
    "lr": "learning_rate",
    "batch": "batch_size",
    "epochs": "epochs",
    "optimizer": "optimizer",
    "schedule": "schedule",
    "seed": "seed",
    "validation": "validation_size",
    "handwriting": "handwriting",
    "dropout": "dropout",
    "averaging": "weight_averaging",
    "images": "training_images",
    "noise": "label_noise",
    "order": "order",
    "normalize": "normalize",
    "weights": "initial_weights",
}
_FLAGS = {"1": True, "true": True, "0": False, "false": False}


def to_query(config: TrainingConfig) -> dict[str, str]:
    """What differs from the tutorial's settings, as text by parameter name."""
    return {
        key: _as_text(getattr(config, name))
        for key, name in KEYS.items()
        if getattr(config, name) != getattr(TUTORIAL, name)
    }


def from_query(query: Mapping[str, str]) -> tuple[TrainingConfig, tuple[ConfigError, ...]]:
    """The config that a link describes, and an error for each setting that had to be dropped.

    Parameters that are no settings are left alone: a link has others (page, language).
    """
    values: dict[str, Any] = {}
    errors: list[ConfigError] = []
    for key, name in KEYS.items():
        if key not in query:
            continue
        try:
            value = _from_text(name, query[key])
            TrainingConfig(**{name: value})
        except ConfigError as error:
            errors.append(error)
        else:
            values[name] = value
    while True:  # each value is allowed alone; together they may still be too much
        try:
            return TrainingConfig(**values), tuple(errors)
        except ConfigError as error:
            errors.append(error)
            # The default of the named field may not be enough (few epochs of a huge network).
            del values[error.field if error.field in values else "hidden_sizes"]


def _as_text(value: object) -> str:
    if isinstance(value, tuple):
        return "-".join(str(width) for width in value) or "none"
    if isinstance(value, bool):
        return "1" if value else "0"
    return repr(value) if isinstance(value, float) else str(value)


def _from_text(name: str, text: str) -> Any:
    """The value that ``text`` spells; text that spells none is returned to be refused."""
    readers: dict[type, Callable[[str], Any]] = {
        tuple: _widths,
        bool: lambda word: _FLAGS[word.lower()],
        int: int,
        float: float,
        str: str,
    }
    try:
        return readers[type(getattr(TUTORIAL, name))](text.strip())
    except (ValueError, KeyError):
        return text


def _widths(text: str) -> tuple[int, ...]:
    return () if text == "none" else tuple(int(width) for width in text.split("-"))
