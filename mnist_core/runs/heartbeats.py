"""Which browsers are here: heartbeats, and whose have expired."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection

from mnist_core.store import RunKeeper

# How often it is written down who was here.
WRITING_SECONDS = 60.0


class Heartbeats:
    """Heartbeats of owners; :meth:`record` may be called from any thread."""

    def __init__(
        self, keeper: RunKeeper, expiry_seconds: float, clock: Callable[[], float]
    ) -> None:
        self._keeper = keeper
        self._expiry_seconds = expiry_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[str, float] = {}
        self._written = clock()

    def record(self, owner: str) -> None:
        """The owner is here."""
        with self._lock:
            self._seen[owner] = self._clock()

    def is_expired(self, owner: str) -> bool:
        """Whether nothing was heard of the owner for too long."""
        return self.seconds_since(owner) > self._expiry_seconds

    def seconds_since(self, owner: str) -> float:
        """How long ago the owner was last heard of; infinite if never."""
        return self._clock() - self._seen.get(owner, float("-inf"))

    def write_down(self, needed: Collection[str]) -> None:
        """Once a minute: keep who was here, and forget the expired who are not ``needed``."""
        if self._clock() - self._written < WRITING_SECONDS:
            return
        since, self._written = self._written, self._clock()
        heard = list(self._seen.items())
        self._keeper.seen([owner for owner, when in heard if when >= since], time.time())
        for owner, when in heard:
            if owner not in needed and self.is_expired(owner):
                self._forget(owner, when)

    def _forget(self, owner: str, when: float) -> None:
        with self._lock:  # who is back this very moment is not forgotten
            if self._seen.get(owner) == when:
                del self._seen[owner]
