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


def setting_error(message: str, name: str, value: object, **params: object) -> ConfigError:
    """The error's `value` is the number, or the words in which whatever else was given."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    given = value if number and len(str(value)) <= LONGEST_SHOWN else _shortened(str(value))
    return ConfigError(message, field=name, value=given, **params)


def _range_error(name: str, value: object, limits: Range) -> ConfigError:
    ends = {"minimum": limits.minimum, "maximum": limits.maximum}
    if isinstance(limits, IntRange) and limits.step > 1:
        return setting_error(
            "{label} must be from {minimum} to {maximum} in steps of {step}, not {value}.",
            name,
            value,
            step=limits.step,
            **ends,
        )
    return setting_error(
        "{label} must be from {minimum} to {maximum}, not {value}.", name, value, **ends
    )


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST_SHOWN else words[: LONGEST_SHOWN - 1] + "…"


def check_whole(name: str, value: object, limits: IntRange) -> int:
    try:
        if isinstance(value, bool):
            raise TypeError
        number = operator.index(cast(Any, value))
    except TypeError:
        raise setting_error("{label} must be a whole number, not {value}.", name, value) from None
    if not limits.contains(number):
        raise _range_error(name, number, limits)
    return number


def check_number(name: str, value: object, limits: Range) -> float:
    if isinstance(value, bool | str | bytes) or not hasattr(value, "__float__"):
        raise setting_error("{label} must be a number, not {value}.", name, value)
    try:
        number = float(cast(Any, value))
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not limits.contains(number):
        raise _range_error(name, value, limits)
    return number


def check_choice(name: str, value: Any, choices: tuple[Any, ...]) -> Any:
    for choice in choices:
        if type(value) is type(choice) and value == choice:
            return choice
    raise setting_error(
        "{label} must be one of {choices}, not {value}.", name, value, choices=choices
    )


def check_flag(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise setting_error("{label} must be on or off, not {value}.", name, value)
    return value
