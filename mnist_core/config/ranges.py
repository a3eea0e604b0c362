"""Ranges, and checks of single settings that end in a sentence naming the setting."""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass
from typing import Any, cast

from mnist_core.errors import ConfigError

LONGEST_SHOWN = 40  # characters of a value that was refused


@dataclass(frozen=True, slots=True)
class Range:
    """A number's limits, both ends allowed; ``step`` is a slider's, and binds whole numbers."""

    minimum: float
    maximum: float
    step: float
    default: float

    def contains(self, value: float) -> bool:
        """Whether ``value`` lies between the ends (NaN does not)."""
        return self.minimum <= value <= self.maximum


@dataclass(frozen=True, slots=True)
class IntRange(Range):
    """A whole number's limits: ``value = minimum + n * step``."""

    minimum: int
    maximum: int
    step: int
    default: int

    def contains(self, value: float) -> bool:
        """Whether ``value`` lies between the ends and on a step."""
        return self.minimum <= value <= self.maximum and (value - self.minimum) % self.step == 0


def setting_error(
    name: str, message: str, code: str, value: object, **params: object
) -> ConfigError:
    """The error's `value` is the number, or the words in which whatever else was given."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    given = value if number and len(str(value)) <= LONGEST_SHOWN else _shortened(str(value))
    shown = _shortened(repr(value)) if isinstance(value, str) else str(given)
    label = name.replace("_", " ")
    return ConfigError(
        message.format(label=label, value=shown), field=name, code=code, value=given, **params
    )


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST_SHOWN else words[: LONGEST_SHOWN - 1] + "…"


def check_whole(name: str, value: object, limits: IntRange) -> int:
    try:
        if isinstance(value, bool):
            raise TypeError
        number = operator.index(cast(Any, value))
    except TypeError:
        raise setting_error(
            name, "The {label} must be a whole number, not {value}.", f"{name}_type", value
        ) from None
    if not limits.contains(number):
        step = f" in steps of {limits.step:,}" if limits.step > 1 else ""
        raise setting_error(
            name,
            f"The {{label}} must be from {limits.minimum:,} to {limits.maximum:,}{step}, "
            "not {value}.",
            f"{name}_range",
            number,
            minimum=limits.minimum,
            maximum=limits.maximum,
            step=limits.step,
        )
    return number


def check_number(name: str, value: object, limits: Range) -> float:
    if isinstance(value, bool | str | bytes) or not hasattr(value, "__float__"):
        raise setting_error(
            name, "The {label} must be a number, not {value}.", f"{name}_type", value
        )
    try:
        number = float(cast(Any, value))
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not limits.contains(number):
        raise setting_error(
            name,
            f"The {{label}} must be from {limits.minimum:g} to {limits.maximum:g}, not {{value}}.",
            f"{name}_range",
            value,
            minimum=limits.minimum,
            maximum=limits.maximum,
        )
    return number


def check_choice(name: str, value: Any, choices: tuple[Any, ...]) -> Any:
    for choice in choices:
        if type(value) is type(choice) and value == choice:
            return choice
    listed = ", ".join(str(choice) for choice in choices)
    raise setting_error(
        name,
        f"The {{label}} must be one of {listed}, not {{value}}.",
        f"{name}_choice",
        value,
        choices=choices,
    )


def check_flag(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise setting_error(
            name, "The setting {label} must be on or off, not {value}.", f"{name}_type", value
        )
    return value
