"""The errors that a learner can meet, each a sentence that says what to do next."""

from __future__ import annotations


class LabError(Exception):
    """An error meant for the learner: what happened, and what to do next.

    The sentence stands where the error is made and nowhere else: ``tools/catalogue.py`` collects
    what these classes are called with, and ``ui/text/errors.py`` looks up its translation.

    Args:
        message: the English sentence, in which ``{name}`` stands for a value.
        code: which error it is, in snake_case, where code decides on that.
        params: the values by name; others than the sentence has are for the log.
    """

    def __init__(self, message: str, *, code: str = "", **params: object) -> None:
        super().__init__(message.format(**{name: _plain(each) for name, each in params.items()}))
        self.message = message
        self.code = code
        self.params: dict[str, object] = params

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by state: the default would call ``__init__`` without ``code``."""
        return (_restored, (type(self), self.args, self.__dict__))


def _plain(value: object) -> str:
    """A value in the English sentence."""
    if isinstance(value, tuple):
        return ", ".join(map(_plain, value))
    if isinstance(value, float):
        return f"{value:g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _restored(kind: type[LabError], args: tuple[object, ...], state: dict[str, object]) -> LabError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class ConfigError(LabError, ValueError):
    """A setting that training cannot be started with.

    ``field`` names it for code, and ``{label}`` in the sentence.
    """

    def __init__(self, message: str, *, field: str, **params: object) -> None:
        label = field.replace("_", " ").capitalize()
        super().__init__(message, code="", label=label, **params)
        self.field = field


class DataError(LabError):
    """MNIST's files are missing or damaged and could not be repaired."""


class DrawingError(LabError):
    """A picture that no digit can be read from."""


class StoreError(LabError):
    """Kept runs cannot be read or written."""


class InspectionError(LabError, ValueError):
    """A layer, neuron, weight or image that a step does not have; ``nearest`` is the next one."""

    def __init__(self, message: str, *, code: str, nearest: int, **params: object) -> None:
        super().__init__(message, code=code, **params)
        self.nearest = nearest
