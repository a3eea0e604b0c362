"""A fine-tuning in the background: the page looks at it, and may stop it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from mnist_core.hand import HandResult, HandStep

log = logging.getLogger(__name__)


@dataclass
class Teaching:
    """Runs the steps of `mnist_core.hand.fine_tune` in a thread of its own.

    Attributes:
        latest: the last step done.
        result: there when it is over and was not stopped.
        error: what went wrong, if anything did.
    """

    steps: Iterator[HandStep | HandResult]
    latest: HandStep | None = None
    result: HandResult | None = None
    error: Exception | None = None
    _stopped: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> Teaching:
        self._thread = threading.Thread(target=self._run, name="teaching", daemon=True)
        self._thread.start()
        return self

    def _run(self) -> None:
        try:
            for event in self.steps:
                if self._stopped.is_set():
                    return
                if isinstance(event, HandResult):
                    self.result = event
                else:
                    self.latest = event
        except Exception as error:
            log.exception("the fine-tuning failed")
            self.error = error

    def stop(self) -> None:
        self._stopped.set()

    @property
    def active(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def wait(self, seconds: float) -> None:
        """Until it is over, at most so long (for tests)."""
        if self._thread is not None:
            self._thread.join(seconds)
