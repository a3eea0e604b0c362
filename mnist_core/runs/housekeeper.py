"""A thread that does the same chore every few seconds."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)


class Housekeeper:
    """Works from its making until :meth:`leave`; a chore that fails is logged and done again.

    Args:
        chore: what is to be done.
        seconds: how long to wait before each time.
    """

    def __init__(self, chore: Callable[[], None], seconds: float) -> None:
        self._chore = chore
        self._seconds = seconds
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._work, name="run-housekeeper", daemon=True)
        self._thread.start()

    def _work(self) -> None:
        while not self._leaving.wait(self._seconds):
            try:
                self._chore()
            except Exception:
                log.exception("a chore failed; it is tried again in %g s", self._seconds)

    def leave(self, timeout: float) -> None:
        """Do it no more; waits ``timeout`` seconds at most for a chore that is being done."""
        self._leaving.set()
        self._thread.join(timeout)
