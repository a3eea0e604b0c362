"""The questions' widgets.  What a test clicks is found by these names."""

from __future__ import annotations

from ui.session import Key


def answer(question: str) -> Key[float]:
    """The box for a number."""
    return Key(f"question_answer_{question}")


def check(question: str) -> Key[bool]:
    """The button that checks."""
    return Key(f"question_check_{question}")
