"""A log that can still be read when the same thing goes wrong thousands of times."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

SECONDS = 60.0
KEPT = 100  # different messages


class OnceAMinute(logging.Filter):
    """Lets a message through once a minute, and says how often it was left out meanwhile."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._seen: dict[str, tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        what, now = f"{record.msg} {record.exc_info and record.exc_info[1]}"[:200], self._clock()
        if len(self._seen) > KEPT:
            self._seen.clear()
        last, left_out = self._seen.get(what, (-SECONDS, 0))
        if now - last < SECONDS:
            self._seen[what] = last, left_out + 1
            return False
        self._seen[what] = now, 0
        if left_out:
            record.msg = f"{record.msg}\n(and {left_out} more times since it was last written)"
        return True


def once_a_minute(*names: str) -> None:
    """Filter these loggers so."""
    for name in names:
        logging.getLogger(name).addFilter(OnceAMinute())
