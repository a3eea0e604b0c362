"""Fine-tunings in the background: the page looks at its own, and may stop it.

Each needs a core, as a training does, so no more of them work at once than there are slots; the
others wait.  A learner has one: the next ends the one before, also after a reload of the page.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mnist_core.errors import LabError

if TYPE_CHECKING:
    from mnist_core.training import HandResult, HandStep

log = logging.getLogger(__name__)

MOST = 64  # lessons of all learners, those that wait among them
LOOK_SECONDS = 0.1  # how often one that waits looks whether it was stopped


@dataclass
class Teaching:
    """Runs the steps of `mnist_core.training.fine_tuning.fine_tune` in a thread of its own.

    Attributes:
        latest: the last step done.
        result: there when it is over and was not stopped.
        error: what went wrong, if anything did.
        waiting: whether it has not begun, since others are at work.
    """

    steps: Iterator[HandStep | HandResult]
    places: threading.Semaphore
    before: list[Teaching] = field(default_factory=list)
    latest: HandStep | None = None
    result: HandResult | None = None
    error: Exception | None = None
    waiting: bool = True
    _stopped: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> Teaching:
        self._thread = threading.Thread(target=self._run, name="teaching", daemon=True)
        self._thread.start()
        return self

    def _run(self) -> None:
        if not self._take_place():
            return
        self.waiting = False
        try:
            self._work()
        except Exception as error:
            log.exception("the fine-tuning failed")
            self.error = error
        finally:
            self.places.release()

    def _take_place(self) -> bool:
        """Wait for the learner's lessons before and for a place; False if stopped meanwhile."""
        while not self._stopped.is_set():
            self.before = [each for each in self.before if each.active]
            if self.before:
                self.before[0].wait(LOOK_SECONDS)
            elif self.places.acquire(timeout=LOOK_SECONDS):
                return True
        return False

    def _work(self) -> None:
        from mnist_core.training import HandResult

        for event in self.steps:
            if self._stopped.is_set():
                return
            if isinstance(event, HandResult):
                self.result = event
            else:
                self.latest = event

    def stop(self) -> None:
        """End it after the step in work, or at once if it waits."""
        self._stopped.set()

    @property
    def active(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def wait(self, seconds: float) -> None:
        """Until it is over, at most so long."""
        if self._thread is not None:
            self._thread.join(seconds)


class Lessons:
    """All learners' lessons on this server; safe to use from every visit's thread."""

    def __init__(self, places: int) -> None:
        self._places = threading.BoundedSemaphore(places)
        self._lock = threading.Lock()
        self._of: dict[str, list[Teaching]] = {}  # of each learner those that are not over

    def begin(self, owner: str, steps: Iterator[HandStep | HandResult]) -> Teaching:
        """Begin a lesson as soon as there is a place for it.

        Raises:
            LabError: too many are waiting.
        """
        with self._lock:
            self._forget_ended()
            before = self._of.get(owner, [])
            if not before and len(self._of) >= MOST:
                raise LabError("Too many learners are waiting. Try again.", code="queue_full")
            for each in before:
                each.stop()
            lesson = Teaching(steps, self._places, list(before)).start()
            self._of[owner] = [*before, lesson]
            return lesson

    def _forget_ended(self) -> None:
        left = {who: [each for each in own if each.active] for who, own in self._of.items()}
        self._of = {who: own for who, own in left.items() if own}
