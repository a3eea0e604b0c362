"""Who may come into the queue, and who away from it makes room."""

from __future__ import annotations

from mnist_core.config import QueueLimits
from mnist_core.runs.failures import BROWSER_GONE
from mnist_core.runs.heartbeats import Heartbeats
from mnist_core.runs.job import Job
from mnist_core.runs.limit_checks import check_queue, stopping
from mnist_core.runs.live_runs import LiveRuns
from mnist_core.runs.waiting_line import Queued
from mnist_core.tracking import RunRefused


class Admission:
    """Bounds what waits: an owner's, a network address's and all together; runs and jobs alike.

    Its caller holds the lock.
    """

    def __init__(self, live: LiveRuns, heartbeats: Heartbeats, limits: QueueLimits) -> None:
        self._live = live
        self._heartbeats = heartbeats
        self._limits = limits
        self._addresses: dict[Queued, str] = {}

    def remember(self, queued: Queued, address: str) -> None:
        """It comes from this address; "" if nobody knows."""
        self._addresses[queued] = address

    def forget(self, queued: Queued) -> None:
        """It is over."""
        self._addresses.pop(queued, None)

    def check(self, owner: str, address: str, *, instead: Queued | None = None) -> None:
        """Refuse what does not fit; one whose browser is away may have to go for it.

        Args:
            instead: what goes when this comes; if it is not over, there is room.

        Raises:
            RunRefused: it does not fit, or the server is about to stop.
        """
        if self._live.closing:
            raise stopping()
        if instead in self._addresses:
            return
        active = self._live.count_of(owner)
        try:
            self._check_queue(active, address)
        except RunRefused as refusal:
            near = address if refusal.code == "address_full" else None
            if active or not self._end_unheard(near):
                raise
            self._check_queue(active, address)

    def _check_queue(self, active: int, address: str) -> None:
        waiting = self._live.without_slot()
        near = [each for each in waiting if address and self._addresses.get(each) == address]
        check_queue(self._limits, active, len(waiting), len(near))

    def _end_unheard(self, address: str | None) -> bool:
        """End what an absent browser has, that one who is here may come; whether there was any.

        It has not begun; of several, that of the browser not heard of for the longest.

        Args:
            address: one from there; None for whichever.
        """
        away = {
            each: self._heartbeats.seconds_since(each.owner)
            for each in self._live.without_slot()
            if not each.begun and address in (None, self._addresses.get(each))
        }
        longest = max(away, key=away.__getitem__, default=None)
        if longest is None or away[longest] <= self._limits.unheard_seconds:
            return False
        if isinstance(longest, Job):
            longest.stop()
        else:
            longest.interrupt(BROWSER_GONE)
        return True
