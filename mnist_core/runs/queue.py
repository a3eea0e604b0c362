"""All runs of all browsers: who trains, who waits, and who may know; the jobs beside them."""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from mnist_core.config import QueueLimits, TrainingConfig, default_slots, limits_from_environment
from mnist_core.data import Mnist
from mnist_core.errors import StoreError
from mnist_core.model import MLP, build_model, model_from, take_weights
from mnist_core.runs.admission import Admission
from mnist_core.runs.failures import BROWSER_GONE
from mnist_core.runs.heartbeats import Heartbeats
from mnist_core.runs.jobs import Jobs
from mnist_core.runs.kept_runs import KeptRuns, fine_tuned_run
from mnist_core.runs.limit_checks import (
    check_device,
    check_owner,
    clean_name,
    no_weights,
    room_to_keep,
    stopping,
    unknown_run,
)
from mnist_core.runs.live_runs import LiveRuns
from mnist_core.runs.shared_process import share_the_process
from mnist_core.runs.training_run import TrainingRun
from mnist_core.runs.waiting_line import Queued
from mnist_core.store import RunStore, SafeKeeper
from mnist_core.tracking import Evaluation, RunSnapshot

HOUSEKEEPING_SECONDS = 5.0
CLOSING_SECONDS = 5.0

log = logging.getLogger(__name__)


class RunQueue:
    """Runs trainings in the background, as many at once as there are slots.

    Every method answers for the owner's own runs only and raises :class:`UnknownRun` for any
    other.  Polling is cheap; nothing waits for a training.

    Args:
        load_data: gives the data; called in the runs' threads, so it should keep what it loaded.
        store: where runs are kept; None keeps them in memory.
        slots: how many runs and jobs compute at once; by default ``DIGIT_LAB_SLOTS`` or the cores
            there are.
        limits: what a browser may take; by default with ``DIGIT_LAB_SILENT_MINUTES``.
        clock: seconds, for turns and heartbeats.

    Attributes:
        jobs: other computing than trainings, in the same slots.
    """

    def __init__(
        self,
        load_data: Callable[[], Mnist],
        store: RunStore | SafeKeeper | None = None,
        slots: int | None = None,
        *,
        limits: QueueLimits | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        share_the_process()
        self._load_data = load_data
        self.limits = limits or limits_from_environment()
        self.keeper = store if isinstance(store, SafeKeeper) else SafeKeeper(store)
        slots = default_slots() if slots is None else slots
        self._live = LiveRuns(self.keeper, self.limits, slots, clock, self._run_over)
        self._lock = self._live.lock  # guards what follows as well
        self._deleting: set[str] = set()
        self._kept = KeptRuns(self.keeper)
        self._heartbeats = Heartbeats(self.keeper, self.limits.expiry_seconds, clock)
        self._admission = Admission(self._live, self._heartbeats, self.limits)
        self.jobs = Jobs(self._live, self._admission, self._heartbeats, self.limits)
        self._number = 0
        self._recover()
        self._leaving = threading.Event()
        self._housekeeper = threading.Thread(
            target=self._keep_house, name="run-housekeeper", daemon=True
        )
        self._housekeeper.start()
        atexit.register(self.close)

    def submit(
        self,
        owner: str,
        config: TrainingConfig,
        device: str | None = None,
        name: str = "",
        *,
        address: str = "",
    ) -> str:
        """Queue a training and return its run_id.

        Args:
            address: of the network that the owner comes from, as far as it is known; it is
                forgotten when the run is over.

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
            observer=self._live,
            number=self._next_number(),
        )
        with self._lock:
            self._check_room(owner, address)
            self.heartbeat(owner)
            run.keep()
            self._admission.remember(run, address)
            self._live.add(run)
        return run.run_id

    def snapshot(self, owner: str, run_id: str) -> RunSnapshot:
        """The run as it is now."""
        with self._lock:
            run = self._mine(owner, run_id)
            return self._kept.of(owner)[run_id] if run is None else self._live.snapshot(run)

    def runs(self, owner: str) -> list[RunSnapshot]:
        """All runs of the owner, newest first."""
        with self._lock:
            found = dict(self._kept.of(owner))
            for run in self._live.of(owner):
                if run.run_id not in self._deleting:
                    found[run.run_id] = self._live.snapshot(run)
        return sorted(found.values(), key=lambda each: each.number, reverse=True)

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
            if run is not None:
                self._live.pause(run)

    def resume(self, owner: str, run_id: str) -> None:
        """Let a paused run go on at its next turn; does nothing to others."""
        with self._lock:
            run = self._mine(owner, run_id)
            if run is not None:
                self.heartbeat(owner)
                self._live.resume(run)

    def pin(self, owner: str, run_id: str, pinned: bool = True) -> None:
        """Keep a run from making room for its owner's new ones, or no longer.

        Where the room of all owners runs out, it goes after all that are not pinned.
        """
        self._label(owner, run_id, pinned=pinned)

    def rename(self, owner: str, run_id: str, name: str) -> None:
        """Give a run a name; it is cut to 80 characters."""
        self._label(owner, run_id, name=clean_name(name))

    def keep_fine_tuned(
        self, owner: str, run_id: str, model: MLP, name: str, test: Evaluation
    ) -> str:
        """Keep a network that was fine-tuned from a run's beside that run; its own run_id.

        It needs no slot, so neither runs that go on nor those that wait stand in its way.

        Args:
            model: of the run's own config.
            test: that network on the test images.

        Raises:
            UnknownRun: the run is not the owner's.
            RunRefused: the owner keeps as many runs as there may be, and all others are pinned
                or go on; or the server is about to stop.
        """
        with self._lock:
            base = self.snapshot(owner, run_id)
            active, over = self._room(owner)
            for each in room_to_keep(self.limits, active, over, keep=run_id):
                self._kept.delete(each)
            tuned = fine_tuned_run(base, self._next_number(), clean_name(name), test)
            weights = take_weights(model, base.epoch, finished=False)
            self._kept.of(owner)  # before the save, or the cache would not see it
            self._kept.put(self.keeper.save(tuned, weights))
        return tuned.run_id

    def delete(self, owner: str, run_id: str) -> None:
        """Forget a run for good; one that is not over is stopped first."""
        with self._lock:
            run = self._mine(owner, run_id)
            if run is None:
                self._kept.delete(self._kept.of(owner)[run_id])
            else:
                self._deleting.add(run_id)
                run.stop()

    def heartbeat(self, owner: str) -> None:
        """The owner's browser is here: a heartbeat, as cheap as can be."""
        self._heartbeats.record(owner)

    def model(self, owner: str, run_id: str, epoch: int | None = None) -> MLP:
        """The run's network in eval mode, on the CPU; every caller gets a copy of their own.

        Args:
            epoch: None for the latest weights (of the end, the stop or the last finished epoch),
                0 for the untrained network, else one of the snapshot's ``weights_epochs``.

        Raises:
            NoWeights: there are none for that epoch, or they are damaged.
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
            raise no_weights(epoch)
        try:
            return model_from(config, weights)
        except ValueError as error:
            log.exception("the weights of run %s cannot be read", run_id)
            raise no_weights(epoch) from error

    def wait(self, owner: str, run_id: str, timeout: float | None = None) -> bool:
        """Block until a run is over (for scripts, never for pages); False if time ran out."""
        with self._lock:
            run = self._mine(owner, run_id)
        return run is None or run.wait(timeout)

    @property
    def slots(self) -> int:
        """How many runs and jobs compute at once."""
        return self._live.slots

    @property
    def notice(self) -> StoreError | None:
        """Why runs are not kept on the disk at the moment, for the learner; None if they are."""
        return self.keeper.notice

    def maintain(self) -> None:
        """Done every few seconds: see to the store, to runs of expired browsers, to turns."""
        if self.keeper.catch_up():
            self._recover()
        with self._lock:
            for run in self._live.all():
                if self._heartbeats.is_expired(run.owner):
                    run.interrupt(BROWSER_GONE)
            self.jobs.forget_expired()
            self._live.end_turns()
            owners = {run.owner for run in self._live.all()}
        self._heartbeats.write_down(owners)

    def _keep_house(self) -> None:
        """Tidy every few seconds until the queue is closed; what fails is tried again."""
        period = min(HOUSEKEEPING_SECONDS, self.limits.expiry_seconds / 4)
        while not self._leaving.wait(period):
            try:
                self.maintain()
            except Exception:
                log.exception("a chore failed; it is tried again in %g s", period)

    def close(self) -> None:
        """End what trains, keep it as interrupted, and let go of the store.

        Runs that have not begun stay queued in the store and go on at the next start.
        """
        with self._lock:
            if self._live.closing:
                return
            begun: list[Queued] = [*self._live.close(), *self.jobs.close()]
        atexit.unregister(self.close)
        deadline = time.monotonic() + CLOSING_SECONDS
        for each in begun:
            each.wait(max(deadline - time.monotonic(), 0.0))
        self._leaving.set()
        self._housekeeper.join(CLOSING_SECONDS)
        self.keeper.close()

    def _recover(self) -> None:
        """Go on with what another process has left, once the store can be read."""
        with self._lock:
            self._kept.read_anew()
            self._number = max(self._number, self.keeper.newest)
            for run in self._live.recover(self._load_data):
                self.heartbeat(run.owner)  # its browser has the usual time to come back

    def _next_number(self) -> int:
        """The next run's number: the time in microseconds, but later than all before.

        The time, because a store that is opened late may have numbers not known before.
        """
        with self._lock:
            self._number = max(self._number + 1, time.time_ns() // 1000)
            return self._number

    # Inside; the lock is held.

    def _mine(self, owner: str, run_id: str) -> TrainingRun | None:
        """The owner's live run, None for one that is over; UnknownRun for all else."""
        run = self._live.get(run_id)
        if run is None:
            if run_id not in self._kept.of(owner):
                raise unknown_run()
        elif run.owner != owner or run_id in self._deleting:
            raise unknown_run()
        return run

    def _run_over(self, run: TrainingRun) -> None:
        self._admission.forget(run)
        final = run.snapshot()
        if run.run_id in self._deleting:
            self._deleting.discard(run.run_id)
            self._kept.delete(final)
        else:
            self._kept.put(final)

    def _label(self, owner: str, run_id: str, **changes: object) -> None:
        with self._lock:
            run = self._mine(owner, run_id)
            if run is None:
                changed = replace(self._kept.of(owner)[run_id], **changes)  # type: ignore[arg-type]
                self._kept.put(self.keeper.save(changed))
            else:
                run.label(**changes)  # type: ignore[arg-type]
                run.keep()

    def _check_room(self, owner: str, address: str) -> None:
        """Refuse a run that does not fit; drop the owner's oldest that is over if it must go."""
        self._admission.check(owner, address)
        active, over = self._room(owner)
        for each in room_to_keep(self.limits, active, over):
            self._kept.delete(each)

    def _room(self, owner: str) -> tuple[int, list[RunSnapshot]]:
        """How many of the owner's runs are not over, and those that are; RunRefused at the end."""
        if self._live.closing:
            raise stopping()
        live = self._live.of(owner)
        over = dict(self._kept.of(owner))
        for run in live:  # its end may be kept already
            over.pop(run.run_id, None)
        return len(live), list(over.values())
