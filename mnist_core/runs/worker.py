"""A run's thread and its life: it begins, rests, goes on and ends, as others tell it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from mnist_core.runs.failures import failure
from mnist_core.tracking import EpochWeights, RunError, RunStatus

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run comes to its end, with the weights of that moment if they are not kept yet."""

    status: RunStatus
    error: RunError | None = None
    weights: EpochWeights | None = None


class Worker:
    """One thread that does ``work`` once, and whatever happens ``conclude`` afterwards.

    What the thread is to do is the status itself: go on while that is ``running``, rest while it
    is ``paused`` or ``queued``, end once an ending is asked for.

    Args:
        name: of the thread.
        work: done in the thread; looks at :attr:`going` and asks :meth:`go_on`.
        conclude: deals with the end; by then what ``work`` had in memory is free again, also
            what a traceback held.

    Attributes:
        lock: guards the status and the error, and whatever else is to be seen together with them.
        asked: the ending that was asked for from outside; the first one, for good.
    """

    def __init__(
        self, name: str, work: Callable[[], Ending], conclude: Callable[[Ending], None]
    ) -> None:
        self._name = name
        self._work = work
        self._conclude = conclude
        self._starts = 0
        self._over = threading.Event()
        self._thread: threading.Thread | None = None
        self.lock = threading.Condition()
        self.status = RunStatus.QUEUED
        self.error: RunError | None = None
        self.asked: Ending | None = None

    def start(self) -> None:
        """Begin, or go on after a rest."""
        with self.lock:
            if not self._may_change:
                return
            self.status = RunStatus.RUNNING
            self._starts += 1
            self.lock.notify_all()
            if self._thread is not None:
                return
            self._thread = threading.Thread(target=self._live, name=self._name, daemon=True)
        try:
            self._thread.start()
        except (RuntimeError, MemoryError) as error:  # the system gives no more threads
            self._end_as(Ending(RunStatus.FAILED, failure(error)))

    def rest(self, status: RunStatus) -> None:
        """Rest as ``status`` (paused or queued) at the next look, until :meth:`start`."""
        with self.lock:
            if self._may_change:
                self.status = status

    def end(self, ending: Ending) -> None:
        """End at the next look; a run that never began is over at once."""
        with self.lock:
            if not self._may_change:
                return
            self.asked = ending
            self.lock.notify_all()
        if self._thread is None:  # so no thread will say that it is over
            self._end_as(ending)

    @property
    def _may_change(self) -> bool:
        return self.status.active and self.asked is None

    def wait(self, timeout: float | None = None) -> bool:
        """Block until it is over; False if ``timeout`` seconds were not enough."""
        return self._over.wait(timeout)

    @property
    def begun(self) -> bool:
        """Whether there is or was a thread."""
        return self._thread is not None

    @property
    def going(self) -> bool:
        """Whether the work is to go on without a pause; costs nothing to ask."""
        return self.status is RunStatus.RUNNING and self.asked is None

    def go_on(self, resting: Callable[[], None]) -> Ending | None:
        """In the thread: rest if that is wished, saying so; the ending if one is asked for.

        Going by the count of starts, a thread that is told to go on and at once to rest again
        still wakes up, and says again that it rests.
        """
        starts = self._starts
        while not self.going and self.asked is None:
            resting()
            self._await_start(starts)
            starts = self._starts
        return self.asked

    def _await_start(self, starts: int) -> None:
        """Block until told to end, or to go on since it had been told so ``starts`` times."""
        with self.lock:
            self.lock.wait_for(
                lambda: self._starts != starts or self.going or self.asked is not None
            )

    def _live(self) -> None:
        try:
            ending = self._work()
        except BaseException as error:
            log.exception("%s failed", self._name)
            ending = Ending(RunStatus.FAILED, failure(error))
        self._end_as(ending)

    def _end_as(self, ending: Ending) -> None:
        conclude = self._conclude
        # A run and its worker know each other; they part here, or the run's weights would stay in
        # memory until Python's collector comes by.
        del self._work, self._conclude
        try:
            conclude(ending)
        finally:
            self._over.set()
