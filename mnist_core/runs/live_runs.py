"""What is not over: which runs and jobs have a slot, wait for one, or rest."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mnist_core.config import QueueLimits
from mnist_core.data import Mnist
from mnist_core.runs.failures import SERVER_STOPPED
from mnist_core.runs.job import Job
from mnist_core.runs.limit_checks import pause_full
from mnist_core.runs.training_run import TrainingRun
from mnist_core.runs.waiting_line import Line, Queued
from mnist_core.store import RunKeeper
from mnist_core.tracking import EpochWeights, RunSnapshot, RunStatus
from mnist_core.training import available_devices

log = logging.getLogger(__name__)


class LiveRuns:
    """Gives slots to runs and jobs and takes them back; the runs' :class:`RunObserver`.

    Args:
        keeper: where runs keep what they have.
        slots: how many runs and jobs compute at once.
        clock: seconds.
        over: told of each run that is over and no longer here; the lock is held then.

    Attributes:
        lock: guards all that is here.  Who asks and then acts on the answer holds it meanwhile.
        closing: whether no run may begin any more.
    """

    def __init__(
        self,
        keeper: RunKeeper,
        limits: QueueLimits,
        slots: int,
        clock: Callable[[], float],
        over: Callable[[TrainingRun], None],
    ) -> None:
        self.lock = threading.RLock()
        self.closing = False
        self._keeper = keeper
        self._limits = limits
        self._line = Line(slots, limits, clock)
        self._over = over
        self._runs: dict[str, TrainingRun] = {}
        self._starting = False

    @property
    def slots(self) -> int:
        """How many runs and jobs compute at once."""
        return self._line.slots

    def without_slot(self) -> list[Queued]:
        """The runs and jobs that wait or pause."""
        live: list[Queued] = [*self._runs.values(), *self._line.jobs]
        return [each for each in live if not self._line.has_slot(each)]

    def count_of(self, owner: str) -> int:
        """How many runs and jobs of the owner are not over."""
        return len(self.of(owner)) + sum(job.owner == owner for job in self._line.jobs)

    def get(self, run_id: str) -> TrainingRun | None:
        """The run, if it is not over."""
        return self._runs.get(run_id)

    def all(self) -> list[TrainingRun]:
        """Every run that is not over."""
        return list(self._runs.values())

    def of(self, owner: str) -> list[TrainingRun]:
        """The owner's runs that are not over."""
        return [run for run in self._runs.values() if run.owner == owner]

    def snapshot(self, run: TrainingRun) -> RunSnapshot:
        """The run as it is now, with its position in the line."""
        if run.status is RunStatus.QUEUED:
            return run.snapshot(*self._line.position_of(run))
        return run.snapshot()

    def position_of(self, queued: Queued) -> tuple[int | None, float | None]:
        """Its position in the line (1 goes next) and estimated seconds until its turn."""
        return self._line.position_of(queued)

    def add(self, run: TrainingRun) -> None:
        """Take a new run in: it trains as soon as it may, or rests if it is paused."""
        self._runs[run.run_id] = run
        if run.status is RunStatus.QUEUED:
            self.join(run)

    def recover(self, load_data: Callable[[], Mnist]) -> list[TrainingRun]:
        """Take in the runs that another process has left waiting; what had begun is interrupted."""
        waiting = []
        for left in self._keeper.unfinished():
            if left.run_id in self._runs:
                continue
            if left.status is RunStatus.RUNNING or left.step > 0:
                self._keeper.save(replace(left, status=RunStatus.INTERRUPTED, error=SERVER_STOPPED))
            else:
                waiting.append(self._revived(left, load_data))
        for run in waiting:
            self.add(run)
        return waiting

    def _revived(self, left: RunSnapshot, load_data: Callable[[], Mnist]) -> TrainingRun:
        run = TrainingRun(
            left.config,
            load_data,
            device=left.device if left.device in available_devices() else None,
            run_id=left.run_id,
            owner=left.owner,
            name=left.name,
            created_at=left.created_at,
            number=left.number,
            pinned=left.pinned,
            observer=self,
        )
        if left.status is RunStatus.PAUSED:
            run.pause()
        return run

    def pause(self, run: TrainingRun) -> None:
        """Let a run rest after the batch in work, its slot to others.

        Raises:
            RunRefused: too many half-finished runs wait in the server's memory already.
        """
        if run.status is RunStatus.PAUSED:
            return
        if run.begun and not self._may_pause(run):
            raise pause_full()
        run.pause()
        if not self._line.has_slot(run):
            self._line.leave(run)
        if not run.begun:
            run.keep()  # paused it is found again after a restart

    def resume(self, run: TrainingRun) -> None:
        """Let a paused run go on at its next turn; does nothing to others."""
        if run.status is not RunStatus.PAUSED:
            return
        if self._line.has_slot(run):  # it has not come to rest yet
            run.start()
        else:
            run.yield_slot()
            self.join(run)

    def jobs(self) -> list[Job[Any, Any]]:
        """The jobs that wait or have a slot."""
        return self._line.jobs

    def join(self, queued: Queued) -> None:
        """Stand in line for a slot."""
        self._line.join(queued)
        self._start_next()

    def job_ended(self, job: Job[Any, Any]) -> None:
        """A job is over: its slot, or its position in the line, is free."""
        self._line.leave(job)
        if job.result is not None:
            self._line.estimate.learn_job(job.kind, job.elapsed_seconds)
        self._start_next()

    def end_turns(self) -> None:
        """Let one run yield its slot whose turn is over while another browser's waits."""
        training = [run for run in self._runs.values() if self._line.has_slot(run)]
        if any(run.status is not RunStatus.RUNNING for run in training):
            return  # one is about to rest: its slot comes first
        for run in self._line.preemptible():
            if self._may_hold(run):
                run.yield_slot()
                return

    def close(self) -> list[TrainingRun]:
        """Interrupt what has begun, and start nothing any more; the runs that end by it."""
        self.closing = True
        begun = [run for run in self._runs.values() if run.begun]
        for run in begun:
            run.interrupt(SERVER_STOPPED)
        return begun

    # What a run tells its observer, mostly in the run's own thread.

    def keep(self, snapshot: RunSnapshot, weights: EpochWeights | None) -> RunSnapshot:
        """Keep what a run has."""
        return self._keeper.save(snapshot, weights)

    def resting(self, run: TrainingRun) -> None:
        """A run has come to rest: its slot is free, unless it is to go on after all."""
        with self.lock:
            if run.status is RunStatus.RUNNING or not self._line.has_slot(run):
                return
            self._line.leave(run)
            if run.status is RunStatus.QUEUED:
                self._line.join(run)
            self._start_next()

    def ended(self, run: TrainingRun) -> None:
        """A run is over: its slot is free, whatever becomes of it."""
        with self.lock:
            self._runs.pop(run.run_id, None)
            self._line.leave(run)
            try:
                self._line.estimate.learn(run.snapshot())
                self._over(run)
            except Exception:
                log.exception("run %s is over, but not all was put in order", run.run_id)
            self._start_next()

    # Inside; the lock is held.

    def _start_next(self) -> None:
        if self._starting:  # a run that was to be started ended at once: the loop goes on below
            return
        self._starting = True
        try:
            while not self.closing and (run := self._line.next()) is not None:
                run.start()
        finally:
            self._starting = False

    def _may_hold(self, run: TrainingRun) -> bool:
        """Whether there is memory for one more run that has begun and waits."""
        held = [each for each in self._runs.values() if each is not run and self._is_held(each)]
        return sum(each.memory for each in [*held, run]) <= self._limits.held_bytes

    def _may_pause(self, run: TrainingRun) -> bool:
        """Whether a run that has begun may pause; one alone may, however large it is."""
        paused = [
            each
            for each in self._runs.values()
            if each is not run and each.begun and each.status is RunStatus.PAUSED
        ]
        room = self._limits.held_bytes * self._limits.paused_share
        fits = not paused or sum(each.memory for each in [*paused, run]) <= room
        return fits and self._may_hold(run)

    def _is_held(self, run: TrainingRun) -> bool:
        """Whether a run has begun and waits, or will as soon as its batch is done."""
        return run.begun and not (self._line.has_slot(run) and run.status is RunStatus.RUNNING)
