"""A run's thread and its life: it begins, rests, goes on and ends, as others tell it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from mnist_core.runs.failures import failure
from mnist_core.runs.run_switch import Switch
from mnist_core.tracking import EpochWeights, RunError, RunStatus

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run comes to its end, with the weights of that moment if they are not kept yet."""

    status: RunStatus
    error: RunError | None = None
    weights: EpochWeights | None = None


class RunLife:
    """One thread that does ``work`` once, and whatever happens ``conclude`` afterwards.

    Args:
        name: of the thread.
        work: done in the thread; looks at :attr:`going` and asks :meth:`go_on`.
        conclude: deals with the end; by then what ``work`` had in memory is free again, also
            what a traceback held.

    Attributes:
        lock: guards the status and the error, and whatever else is to be seen together with them.
        asked: the ending that was asked for from outside.
    """

    def __init__(
        self, name: str, work: Callable[[], Ending], conclude: Callable[[Ending], None]
    ) -> None:
        self._name = name
        self._work = work
        self._conclude = conclude
        self._switch = Switch()
        self._over = threading.Event()
        self._thread: threading.Thread | None = None
        self.lock = threading.Lock()
        self.status = RunStatus.QUEUED
        self.error: RunError | None = None
        self.asked = Ending(RunStatus.STOPPED)

    def start(self) -> None:
        """Begin, or go on after a rest."""
        with self.lock:
            if not self.status.active or self._switch.ending:
                return
            self.status = RunStatus.RUNNING
            self._switch.go()
            if self._thread is not None:
                return
            self._thread = threading.Thread(target=self._live, name=self._name, daemon=True)
        try:
            self._thread.start()
        except (RuntimeError, MemoryError) as error:  # the system gives no more threads
            self._end_as(Ending(RunStatus.FAILED, failure(error)))

    def rest(self, status: RunStatus) -> None:
        """Rest as ``status`` at the next look, until :meth:`start`."""
        with self.lock:
            if self.status.active and not self._switch.ending:
                self.status = status
                self._switch.rest()

    def end(self, ending: Ending) -> None:
        """End at the next look; a run that never began is over at once."""
        with self.lock:
            if not self.status.active or self._switch.ending:
                return
            self.asked = ending
            self._switch.end()
        if self._thread is None:  # so no thread will say that it is over
            self._end_as(ending)

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
        return self._switch.going

    def go_on(self, resting: Callable[[], None]) -> bool:
        """In the thread: rest if that is wished, saying so; False when the work is to end."""
        goes = self._switch.goes
        while self._switch.resting:
            resting()
            self._switch.await_go(goes)
            goes = self._switch.goes
        return not self._switch.ending

    def _live(self) -> None:
        try:
            ending = self._work()
        except BaseException as error:
            log.exception("%s failed", self._name)
            ending = Ending(RunStatus.FAILED, failure(error))
        self._end_as(ending)

    def _end_as(self, ending: Ending) -> None:
        conclude = self._conclude
        # A run and its life know each other; they part here, or the run's weights would stay in
        # memory until Python's collector comes by.
        del self._work, self._conclude
        try:
            conclude(ending)
        finally:
            self._over.set()
