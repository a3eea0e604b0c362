"""All runs of all browsers: who trains, who waits, and who may know."""

from __future__ import annotations

import atexit
import sys
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import replace

import torch

from mnist_core.config import TrainingConfig
from mnist_core.data import Mnist
from mnist_core.errors import StoreError
from mnist_core.kept_runs import KeptRuns
from mnist_core.model import MLP, build_model
from mnist_core.presence import Presence
from mnist_core.run_failure import BROWSER_GONE, SERVER_STOPPED
from mnist_core.run_keeper import RunKeeper
from mnist_core.run_limits import QueueLimits, default_slots, limits_from_environment
from mnist_core.run_line import Line
from mnist_core.run_refusal import (
    all_pinned,
    check_device,
    check_owner,
    clean_name,
    pause_full,
    queue_full,
    stopping,
    too_many_runs,
)
from mnist_core.run_status import NoWeights, RunSnapshot, RunStatus, UnknownRun
from mnist_core.safe_keeper import SafeKeeper
from mnist_core.training import available_devices
from mnist_core.training_run import TrainingRun
from mnist_core.weights import EpochWeights, model_from, take_weights

HOUSEKEEPING_SECONDS = 5.0
CLOSING_SECONDS = 5.0
SWITCH_SECONDS = 0.0005


class RunQueue:
    """Runs trainings in the background, as many at once as there are slots.

    Every method answers for the owner's own runs only and raises :class:`UnknownRun` for any
    other.  Polling is cheap; nothing waits for a training.

    Args:
        load_data: gives the data; called in the runs' threads, so it should keep what it loaded.
        store: where runs are kept; None keeps them in memory.
        slots: how many runs train at once; by default ``DIGIT_LAB_SLOTS`` or the cores there are.
        limits: what a browser may take; by default with ``DIGIT_LAB_SILENT_MINUTES``.
        clock: seconds, for turns and silence.
    """

    def __init__(
        self,
        load_data: Callable[[], Mnist],
        store: RunKeeper | None = None,
        slots: int | None = None,
        *,
        limits: QueueLimits | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        _share_the_process()
        self._load_data = load_data
        self.limits = limits or limits_from_environment()
        self.keeper = (
            store if isinstance(store, SafeKeeper) else SafeKeeper(store, None, self.limits)
        )
        self._clock = clock
        self._lock = threading.RLock()  # guards all that follows
        self._live: dict[str, TrainingRun] = {}
        self._doomed: set[str] = set()
        self._kept = KeptRuns(self.keeper)
        self._line = Line(
            default_slots() if slots is None else slots, self.limits.spacing_seconds, clock
        )
        self._presence = Presence(self.keeper, self.limits.silent_seconds, clock)
        self._closing = threading.Event()
        self._take_over()
        self._housekeeper = threading.Thread(
            target=self._keep_house, name="run-housekeeper", daemon=True
        )
        self._housekeeper.start()
        atexit.register(self.close)

    def submit(
        self, owner: str, config: TrainingConfig, device: str | None = None, name: str = ""
    ) -> str:
        """Queue a training and return its run_id.

        Raises:
            RunRefused: too many runs of this owner or altogether, or nothing but pinned runs.
            LabError: there is no such device, or the owner is no browser's name.
        """
        check_owner(owner)
        check_device(device)
        run = TrainingRun(
            config,
            self._load_data,
            device=device,
            owner=owner,
            name=clean_name(name),
            observer=self,
        )
        with self._lock:
            self._check_room(owner)
            self.touch(owner)
            self.keeper.save(run.snapshot())
            self._live[run.run_id] = run
            self._join(run)
        return run.run_id

    def snapshot(self, owner: str, run_id: str) -> RunSnapshot:
        """The run as it is now."""
        with self._lock:
            run = self._mine(owner, run_id)
            return self._kept.of(owner)[run_id] if run is None else self._now(run)

    def runs(self, owner: str) -> list[RunSnapshot]:
        """All runs of the owner, newest first."""
        with self._lock:
            found = dict(self._kept.of(owner))
            for run_id, run in self._live.items():
                if run.owner == owner and run_id not in self._doomed:
                    found[run_id] = self._now(run)
        return sorted(found.values(), key=lambda each: each.created_at, reverse=True)

    def stop(self, owner: str, run_id: str) -> None:
        """End a run after the batch in work; does nothing if it is over."""
        with self._lock:
            run = self._mine(owner, run_id)
            if run is not None:
                run.stop()

    def pause(self, owner: str, run_id: str) -> None:
        """Let a run rest after the batch in work, its slot to others; nothing if it is over.

        Raises:
            RunRefused: too many half-finished runs wait in the server's memory already.
        """
        with self._lock:
            run = self._mine(owner, run_id)
            if run is None or run.status is RunStatus.PAUSED:
                return
            if self._line.has_slot(run) and not self._may_hold(run):
                raise pause_full()
            run.pause()
            if not self._line.has_slot(run):
                self._line.leave(run)
            if not run.begun:
                self.keeper.save(run.snapshot())  # paused it is found again after a restart

    def resume(self, owner: str, run_id: str) -> None:
        """Let a paused run go on at its next turn; does nothing to others."""
        with self._lock:
            run = self._mine(owner, run_id)
            if run is None or run.status is not RunStatus.PAUSED:
                return
            self.touch(owner)
            if self._line.has_slot(run):  # it has not come to rest yet
                run.start()
            else:
                run.give_way()
                self._join(run)

    def pin(self, owner: str, run_id: str, pinned: bool = True) -> None:
        """Keep a run from being dropped to make room, or no longer."""
        self._label(owner, run_id, pinned=pinned)

    def rename(self, owner: str, run_id: str, name: str) -> None:
        """Give a run a name; it is cut to 80 characters."""
        self._label(owner, run_id, name=clean_name(name))

    def keep_taught(self, owner: str, run_id: str, model: MLP, name: str) -> str:
        """Keep a network that was fine-tuned from a run's beside that run; its own run_id.

        Args:
            model: of the run's own config.

        Raises:
            UnknownRun: the run is not the owner's.
            RunRefused: there is no room, as in :meth:`submit`.
        """
        with self._lock:
            base = self.snapshot(owner, run_id)
            self._check_room(owner)
            taught = replace(
                base,
                run_id=uuid.uuid4().hex,
                name=clean_name(name),
                status=RunStatus.STOPPED if base.active else base.status,
                created_at=time.time(),
                queue_place=None,
                wait_seconds=None,
                seconds_left=None,
                test=None,
                pinned=False,
                weights_epochs=(),
            )
            weights = take_weights(model, base.epoch, finished=False)
            self._kept.of(owner)  # before the save, or the cache would not see it
            self._kept.put(self.keeper.save(taught, weights))
        return taught.run_id

    def delete(self, owner: str, run_id: str) -> None:
        """Forget a run for good; one that is not over is stopped first."""
        with self._lock:
            run = self._mine(owner, run_id)
            if run is None:
                self._kept.delete(self._kept.of(owner)[run_id])
            else:
                self._doomed.add(run_id)
                run.stop()

    def touch(self, owner: str) -> None:
        """The owner's browser is here: a heartbeat, as cheap as can be."""
        self._presence.touch(owner)

    def model(self, owner: str, run_id: str, epoch: int | None = None) -> MLP:
        """The run's network in eval mode, on the CPU; every caller gets a copy of their own.

        Args:
            epoch: None for the latest weights (of the end, the stop or the last finished epoch),
                0 for the untrained network, else one of the snapshot's ``weights_epochs``.

        Raises:
            NoWeights: there are none for that epoch.
        """
        with self._lock:
            run = self._mine(owner, run_id)
            config = self._kept.of(owner)[run_id].config if run is None else run.config
        if epoch == 0:
            return build_model(config).eval()
        if run is not None and epoch is None:
            return run.model()
        weights = self.keeper.weights(run_id, epoch)
        if weights is None:
            raise NoWeights(
                "This run has no weights to show here. Choose another epoch, or train it again.",
                code="no_weights" if epoch is None else "no_weights_of_epoch",
                epoch=epoch,
            )
        return model_from(config, weights)

    def wait(self, owner: str, run_id: str, timeout: float | None = None) -> bool:
        """Block until a run is over (for scripts, never for pages); False if time ran out."""
        with self._lock:
            run = self._mine(owner, run_id)
        return run is None or run.wait(timeout)

    @property
    def slots(self) -> int:
        """How many runs train at once."""
        return self._line.slots

    @property
    def notice(self) -> StoreError | None:
        """Why runs are not kept on the disk at the moment, for the learner; None if they are."""
        return self.keeper.notice

    def close(self) -> None:
        """End what trains, keep it as interrupted, and let go of the store.

        Runs that have not begun stay queued in the store and go on at the next start.
        """
        with self._lock:
            if self._closing.is_set():
                return
            self._closing.set()
            begun = [run for run in self._live.values() if run.begun]
            for run in begun:
                run.interrupt(SERVER_STOPPED)
        atexit.unregister(self.close)
        deadline = time.monotonic() + CLOSING_SECONDS
        for run in begun:
            run.wait(max(deadline - time.monotonic(), 0.0))
        self._housekeeper.join(CLOSING_SECONDS)
        self.keeper.close()

    # What a run tells its observer, mostly in the run's own thread.

    def keep(self, snapshot: RunSnapshot, weights: EpochWeights | None) -> RunSnapshot:
        """Keep what a run has."""
        return self.keeper.save(snapshot, weights)

    def resting(self, run: TrainingRun) -> None:
        """A run has come to rest: its slot is free, unless it is to go on after all."""
        with self._lock:
            if run.status is RunStatus.RUNNING or not self._line.has_slot(run):
                return
            self._line.leave(run)
            if run.status is RunStatus.QUEUED:
                self._line.join(run)
            self._start_next()

    def ended(self, run: TrainingRun) -> None:
        """A run is over: its slot is free, its snapshot is final."""
        with self._lock:
            self._live.pop(run.run_id, None)
            self._line.leave(run)
            final = run.snapshot()
            self._line.estimate.learn(final)
            if run.run_id in self._doomed:
                self._doomed.discard(run.run_id)
                self._kept.delete(final)
            else:
                self._kept.put(final)
            self._start_next()

    # Inside; the lock is held.

    def _mine(self, owner: str, run_id: str) -> TrainingRun | None:
        """The owner's live run, None for one that is over; UnknownRun for all else."""
        run = self._live.get(run_id)
        if run is None:
            if run_id not in self._kept.of(owner):
                raise UnknownRun(run_id)
        elif run.owner != owner or run_id in self._doomed:
            raise UnknownRun(run_id)
        return run

    def _now(self, run: TrainingRun) -> RunSnapshot:
        if run.status is RunStatus.QUEUED:
            return run.snapshot(*self._line.place_of(run))
        return run.snapshot()

    def _join(self, run: TrainingRun) -> None:
        self._line.join(run)
        self._start_next()

    def _start_next(self) -> None:
        while not self._closing.is_set() and (run := self._line.next()) is not None:
            run.start()

    def _label(self, owner: str, run_id: str, **changes: object) -> None:
        with self._lock:
            run = self._mine(owner, run_id)
            if run is None:
                changed = replace(self._kept.of(owner)[run_id], **changes)  # type: ignore[arg-type]
                self._kept.put(self.keeper.save(changed))
            else:
                run.label(**changes)  # type: ignore[arg-type]
                run.keep()

    def _may_hold(self, run: TrainingRun) -> bool:
        """Whether there is memory for one more run that has begun and waits."""
        held = [
            each for each in self._live.values() if each.begun and not self._line.has_slot(each)
        ]
        return sum(each.memory for each in [*held, run]) <= self.limits.held_bytes

    def _check_room(self, owner: str) -> None:
        """Refuse a run that does not fit; drop the owner's oldest that is over if it must go."""
        if self._closing.is_set():
            raise stopping()
        active = sum(run.owner == owner for run in self._live.values())
        if active >= self.limits.active_per_owner:
            raise too_many_runs(self.limits.active_per_owner)
        if len(self._live) - self._line.training >= self.limits.waiting:
            raise queue_full(self.limits.waiting)
        over = list(self._kept.of(owner).values())
        unpinned = sorted(
            (each for each in over if not each.pinned), key=lambda each: each.created_at
        )
        surplus = len(over) + active + 1 - self.limits.kept_per_owner
        if surplus > len(unpinned):
            raise all_pinned(self.limits.kept_per_owner)
        for each in unpinned[: max(surplus, 0)]:
            self._kept.delete(each)

    # The housekeeper's thread, and the start.

    def _take_over(self) -> None:
        """Deal with what an earlier process left: queue what had not begun, close the rest."""
        for left in self.keeper.unfinished():
            if left.status is not RunStatus.RUNNING and left.step == 0:
                run = TrainingRun(
                    left.config,
                    self._load_data,
                    device=left.device if left.device in available_devices() else None,
                    run_id=left.run_id,
                    owner=left.owner,
                    name=left.name,
                    created_at=left.created_at,
                    observer=self,
                )
                run.label(pinned=left.pinned)
                self.touch(left.owner)
                self._live[run.run_id] = run
                if left.status is RunStatus.PAUSED:
                    run.pause()
                else:
                    self._join(run)
            else:
                status = RunStatus.INTERRUPTED
                self.keeper.save(replace(left, status=status, error=SERVER_STOPPED))

    def _keep_house(self) -> None:
        period = min(HOUSEKEEPING_SECONDS, self.limits.silent_seconds / 4)
        while not self._closing.wait(period):
            self.tidy()

    def tidy(self) -> None:
        """Interrupt runs of silent browsers and end turns that are over; done every few seconds."""
        with self._lock:
            for run in list(self._live.values()):
                if self._presence.is_silent(run.owner):
                    run.interrupt(BROWSER_GONE)
            over = self._line.overdue(self.limits.turn_seconds)
            if over is not None and over.status is RunStatus.RUNNING and self._may_hold(over):
                over.give_way()
            owners = {run.owner for run in self._live.values()}
        self._presence.write_down(owners)


def _share_the_process() -> None:
    """Set what trainings and pages need who live in one process."""
    # Also for the pages' own threads, which torch gives this number from now on: a prediction
    # on two threads would spin beside the trainings.
    torch.set_num_threads(1)
    # A training lets Python's lock go at each of a step's twenty or so operations and then waits
    # for it as long as a page holds it: 5 ms each time by default.  Beside two pages that compute
    # a third of the time two trainings then did 250 to 350 steps a second; with 0.5 ms they did
    # 450 to 490, and a page's 7 ms of work took 12.
    sys.setswitchinterval(SWITCH_SECONDS)
