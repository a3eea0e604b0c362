"""A line of a program, with the name of what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One line; a blank one has neither code nor key.

    Attributes:
        code: with its indent, without a comment.
        key: what the line is, whatever its numbers are: ``zero_grad``, ``linear``.
        values: numbers of this one line, such as a layer's inputs.
    """

    code: str = ""
    key: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def indented(self, columns: int) -> CodeLine:
        """The same, so many columns further to the right."""
        return CodeLine(" " * columns + self.code, self.key, self.values)


BLANK = CodeLine()


def lines_of(key: str, *code: str) -> list[CodeLine]:
    """Several lines that are one thing."""
    return [CodeLine(each, key) for each in code]
