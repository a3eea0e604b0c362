"""The same line is written once a minute, and says how often it was left out."""

from __future__ import annotations

import logging

from tests.core.runs.run_helpers import Clock
from ui.shell.log_once import KEPT, SECONDS, OnceAMinute


def record(message: str, error: Exception | None = None) -> logging.LogRecord:
    info = None if error is None else (type(error), error, None)
    return logging.LogRecord("name", logging.ERROR, "path", 1, message, (), info)


def test_once_a_minute() -> None:
    clock = Clock()
    once = OnceAMinute(clock)
    assert [once.filter(record("failed")) for _ in range(5)] == [True] + [False] * 4
    assert once.filter(record("another"))
    clock.now += SECONDS
    again = record("failed")
    assert once.filter(again)
    assert again.getMessage() == "failed\n(and 4 more times since it was last written)"
    clock.now += SECONDS
    last = record("failed")
    assert once.filter(last) and last.getMessage() == "failed"


def test_errors_are_told_apart() -> None:
    once = OnceAMinute(Clock())
    assert once.filter(record("failed", OSError("disk")))
    assert once.filter(record("failed", OSError("line")))
    assert not once.filter(record("failed", OSError("disk")))


def test_it_remembers_few_messages() -> None:
    once = OnceAMinute(Clock())
    for number in range(10 * KEPT):
        once.filter(record(f"{number}"))
    assert len(once._seen) <= KEPT + 1
