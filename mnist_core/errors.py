"""The errors that a learner can meet, each a sentence that says what to do next."""

from __future__ import annotations


class LabError(Exception):
    """An error meant for the learner.

    ``str(error)`` is a full English sentence; ``code`` (stable, snake_case) and ``params`` let
    the user interface say the same in another language.
    """

    def __init__(self, message: str, *, code: str, **params: object) -> None:
        super().__init__(message)
        self.code = code
        self.params: dict[str, object] = params

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by state: the default would call ``__init__`` without ``code``."""
        return (_restored, (type(self), self.args, self.__dict__))


def _restored(kind: type[LabError], args: tuple[object, ...], state: dict[str, object]) -> LabError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class ConfigError(LabError, ValueError):
    """A setting that training cannot be started with; ``field`` names it."""

    def __init__(self, message: str, *, field: str, code: str, **params: object) -> None:
        super().__init__(message, code=code, **params)
        self.field = field


class DataError(LabError):
    """MNIST's files are missing or damaged and could not be repaired."""


class DrawingError(LabError):
    """A picture that no digit can be read from."""


class StoreError(LabError):
    """Kept runs cannot be read or written."""
