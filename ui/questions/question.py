"""What a question is: its words are sections of `text/*/questions.md`, its check is a function."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeAlias

from ui.shell import Lab


@dataclass(frozen=True)
class Find:
    """A number that is to be found in the app.

    Attributes:
        page: at whose end it is asked.
        key: names its texts: the question, where to look (`…_hint`), and what it means (`…_right`).
        answers: the right numbers now; none where there is nothing to be found yet.
        near: how far off an answer may be.
    """

    page: str
    key: str
    answers: Callable[[Lab], Collection[float]]
    near: float = 0.0

    def right(self, lab: Lab, typed: float | None) -> bool:
        """Whether the number is one of those."""
        return typed is not None and any(
            abs(typed - each) <= self.near + 1e-9 for each in self.answers(lab)
        )


@dataclass(frozen=True)
class Make:
    """Something that is to be made happen: `happened` says whether it has."""

    page: str
    key: str
    happened: Callable[[Lab], bool]

    def right(self, lab: Lab, _typed: float | None) -> bool:
        """Whether it has happened."""
        return self.happened(lab)


Question: TypeAlias = Find | Make
