"""Owners' runs that are over, read from the keeper once and then at hand."""

from __future__ import annotations

import time
import uuid
from collections import OrderedDict
from dataclasses import replace

from mnist_core.config import MEGABYTE
from mnist_core.store import RunKeeper
from mnist_core.tracking import Evaluation, RunSnapshot, RunStatus

# Of how many browsers the finished runs stay at hand, and how large their loss curves may be
# together: a long training's takes a megabyte or two.
CACHED_OWNERS = 64
CACHED_BYTES = 64 * MEGABYTE


class KeptRuns:
    """A cache; its caller holds a lock."""

    def __init__(self, keeper: RunKeeper) -> None:
        self._keeper = keeper
        self._by_owner: OrderedDict[str, dict[str, RunSnapshot]] = OrderedDict()
        self._evicted = keeper.evicted

    def read_anew(self) -> None:
        """The keeper may have more than it had."""
        self._by_owner.clear()

    def of(self, owner: str) -> dict[str, RunSnapshot]:
        """The owner's runs by run_id; not to be changed."""
        if self._evicted != self._keeper.evicted:
            self._evicted = self._keeper.evicted
            self._by_owner.clear()
        if owner not in self._by_owner:
            found = self._keeper.runs(owner)
            self._by_owner[owner] = {each.run_id: each for each in found if not each.active}
            self._make_room()
        self._by_owner.move_to_end(owner)
        return self._by_owner[owner]

    def _make_room(self) -> None:
        """Who was not asked for the longest goes; the latest stays, however much it is."""
        size = sum(map(_size, self._by_owner.values()))
        while len(self._by_owner) > 1 and (
            size > CACHED_BYTES or len(self._by_owner) > CACHED_OWNERS
        ):
            size -= _size(self._by_owner.popitem(last=False)[1])

    def put(self, snapshot: RunSnapshot) -> None:
        """A run is over, or was changed; it is kept already."""
        if snapshot.owner in self._by_owner:
            self._by_owner[snapshot.owner][snapshot.run_id] = snapshot
            self._by_owner.move_to_end(snapshot.owner)
            self._make_room()

    def delete(self, snapshot: RunSnapshot) -> None:
        """Forget a run, here and in the keeper."""
        self._keeper.delete(snapshot.run_id)
        self._by_owner.get(snapshot.owner, {}).pop(snapshot.run_id, None)


def _size(runs: dict[str, RunSnapshot]) -> int:
    """Bytes of the loss curves, smoothed and not."""
    return sum(2 * each.history.batch_losses.nbytes for each in runs.values())


def fine_tuned_run(base: RunSnapshot, number: int, name: str, test: Evaluation) -> RunSnapshot:
    """A new run, over already, for a network that was fine-tuned from that of ``base``.

    Args:
        number: the new run's.
        test: the fine-tuned network on the test images.
    """
    return replace(
        base,
        run_id=uuid.uuid4().hex,
        name=name,
        status=RunStatus.DONE if base.status is RunStatus.DONE else RunStatus.STOPPED,
        history=replace(base.history, diverged=None),
        created_at=time.time(),
        number=number,
        queue_position=None,
        wait_seconds=None,
        seconds_left=None,
        error=None,  # whatever became of the base, the fine-tuning went well
        test=test,
        fine_tuned_from=base.run_id,
        pinned=False,
        weights_epochs=(),
    )
