"""A computation in the background that is no training, such as a fine-tuning or an inspection."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Generator
from typing import Any, Generic, TypeVar

from mnist_core.runs.worker import Ending, Worker
from mnist_core.tracking import RunError, RunStatus

EventT = TypeVar("EventT")
ResultT = TypeVar("ResultT")


class Job(Generic[EventT, ResultT]):
    """Iterates a generator of events in a thread of its own; what that returns is the result.

    Between two events it can be stopped.  It never yields its slot: a job takes seconds, less
    than a run's turn, and so needs no room in memory to wait half done.

    Args:
        owner: whose it is.
        kind: such as "fine_tuning"; an owner has one job of a kind.
        events: not begun yet.
        subject: what it is about, such as a run_id, for whoever finds it again.
        ended: told when it is over; it holds no lock then.

    Attributes:
        latest: the last event; None before the first.
        result: there when it has come to its end by itself.
        elapsed_seconds: for how long it has computed; 0 until it is over.
    """

    def __init__(
        self,
        owner: str,
        kind: str,
        events: Generator[EventT, None, ResultT],
        *,
        subject: str = "",
        ended: Callable[[Job[Any, Any]], None] = lambda job: None,
    ) -> None:
        self.owner = owner
        self.kind = kind
        self.subject = subject
        self.latest: EventT | None = None
        self.result: ResultT | None = None
        self.elapsed_seconds = 0.0
        self._events = events
        self._ended = ended
        self._worker = Worker(f"job-{kind}", self._iterate, self._conclude)

    @property
    def waiting(self) -> bool:
        """Whether it has not begun, and has not been stopped."""
        return self._worker.status is RunStatus.QUEUED

    @property
    def active(self) -> bool:
        """Whether it waits or computes."""
        return self._worker.status.active

    @property
    def begun(self) -> bool:
        """Whether it computes or has computed."""
        return self._worker.begun

    @property
    def error(self) -> RunError | None:
        """Why it failed, if it did."""
        return self._worker.error

    def start(self) -> None:
        """Begin in a thread of its own; nothing if it was stopped."""
        self._worker.start()

    def stop(self) -> None:
        """End it after the event in work, or at once if it waits; nothing if it is over."""
        self._worker.end(Ending(RunStatus.STOPPED))

    def wait(self, timeout: float | None = None) -> bool:
        """Block until it is over (never on a page); False if ``timeout`` seconds were too few."""
        return self._worker.wait(timeout)

    def _iterate(self) -> Ending:
        begun = time.perf_counter()
        with contextlib.closing(self._events):
            while self._worker.asked is None:
                try:
                    self.latest = next(self._events)
                except StopIteration as end:
                    self.elapsed_seconds = time.perf_counter() - begun
                    self.result = end.value
                    return Ending(RunStatus.DONE)
            return self._worker.asked

    def _conclude(self, ending: Ending) -> None:
        del self._events  # with all that it holds in memory
        with self._worker.lock:
            self._worker.status, self._worker.error = ending.status, ending.error
        self._ended(self)
