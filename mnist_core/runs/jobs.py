"""All browsers' jobs: each an owner's only one of its kind, in the same line as the runs.

They are in memory alone: a restart of the server ends them and forgets their results.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeVar

from mnist_core.config import QueueLimits
from mnist_core.runs.admission import Admission
from mnist_core.runs.heartbeats import Heartbeats
from mnist_core.runs.job import Job
from mnist_core.runs.limit_checks import check_owner
from mnist_core.runs.live_runs import LiveRuns

AnyJob = Job[Any, Any]
EventT = TypeVar("EventT")
ResultT = TypeVar("ResultT")


class Jobs:
    """Takes jobs into the queue, and keeps each until the next of its kind or its owner's expiry.

    Safe to use from every thread.  An owner is never given another's job.
    """

    def __init__(
        self, live: LiveRuns, admission: Admission, heartbeats: Heartbeats, limits: QueueLimits
    ) -> None:
        self._live = live
        self._admission = admission
        self._heartbeats = heartbeats
        self._limits = limits
        self._latest: dict[tuple[str, str], AnyJob] = {}  # by owner and kind, the newest last

    def begin(
        self,
        owner: str,
        kind: str,
        events: Generator[EventT, None, ResultT],
        *,
        subject: str = "",
        address: str = "",
    ) -> Job[EventT, ResultT]:
        """Let ``events`` be computed as soon as it is their turn.

        A job of this kind that the owner has already is stopped, and the new one waits for its
        end: who begins again and again takes no more than one slot.

        Args:
            address: of the network that the owner comes from, as far as it is known; it is
                forgotten when the job is over.

        Raises:
            RunRefused: too many runs and jobs of this owner or altogether, or the server is
                about to stop.
            LabError: the owner is no browser's name.
        """
        check_owner(owner)
        job = Job(owner, kind, events, subject=subject, ended=self._ended)
        with self._live.lock:
            before = self.find(owner, kind)
            self._admission.check(owner, address, instead=before)
            self._admission.remember(job, address)
            self._heartbeats.record(owner)
            self.forget(owner, kind)
            self._latest[owner, kind] = job
            self._join(job)
        return job

    def find(self, owner: str, kind: str) -> AnyJob | None:
        """The owner's job of this kind, over or not; None if there is none."""
        return self._latest.get((owner, kind))

    def forget(self, owner: str, kind: str) -> None:
        """Forget the owner's job of this kind with its result; one that is not over is stopped."""
        with self._live.lock:
            job = self._latest.pop((owner, kind), None)
            if job is not None:
                job.stop()

    def position_of(self, job: AnyJob) -> tuple[int | None, float | None]:
        """A waiting job's position (1 goes next) and estimated seconds until its turn."""
        with self._live.lock:
            return self._live.position_of(job) if job.waiting else (None, None)

    def forget_expired(self) -> None:
        """Forget the jobs of browsers that are gone."""
        with self._live.lock:
            for owner, kind in list(self._latest):
                if self._heartbeats.is_expired(owner):
                    self.forget(owner, kind)

    def close(self) -> list[AnyJob]:
        """Stop all; those that have begun, and so still have to end."""
        with self._live.lock:
            jobs = list(self._latest.values())
            for job in jobs:
                job.stop()
            return [job for job in jobs if job.begun]

    def _ended(self, job: AnyJob) -> None:
        """A job is over: its slot is free, and the owner's next of its kind may come."""
        with self._live.lock:
            self._admission.forget(job)
            self._live.job_ended(job)
            latest = self.find(job.owner, job.kind)
            if latest is not None and latest.waiting:
                self._join(latest)
            self._forget_oldest()

    # Inside; the lock is held.

    def _join(self, job: AnyJob) -> None:
        """Stand in line, unless it does already or the one before it is not over yet."""
        own = [each for each in self._live.jobs() if each.owner == job.owner]
        if not any(each.kind == job.kind for each in own):
            self._live.join(job)

    def _forget_oldest(self) -> None:
        over = [key for key, job in self._latest.items() if not job.active]
        for key in over[: -self._limits.kept_jobs]:
            del self._latest[key]
