"""Lines of code as a page shows them, with their comments in the learner's language."""

from __future__ import annotations

import itertools

# A line of code, or one with a comment behind it.
Line = str | tuple[str, str]


def listing(*lines: Line) -> str:
    """The lines one below another; behind each paragraph's code its comments begin in one column.

    A comment ends its line, so it may hold characters that are two columns wide.
    """
    shown: list[str] = []
    for _blank, paragraph in itertools.groupby(lines, key=lambda line: line == ""):
        rows = [(line, "") if isinstance(line, str) else line for line in paragraph]
        column = max((len(code) for code, comment in rows if comment), default=0)
        shown += [f"{code:<{column}}  # {comment}" if comment else code for code, comment in rows]
    return "\n".join(shown) + "\n"


def comment(words: str, indent: int = 0) -> str:
    """A line that is nothing but a comment."""
    return f"{' ' * indent}# {words}"
