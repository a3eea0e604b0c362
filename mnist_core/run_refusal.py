"""What the queue refuses, and the sentences with which it does."""

from __future__ import annotations

from collections.abc import Iterable

from mnist_core.errors import LabError
from mnist_core.run_limits import NAME_LENGTH, OWNER_LENGTH, QueueLimits
from mnist_core.run_status import NoWeights, RunRefused, RunSnapshot
from mnist_core.training import available_devices


def check_owner(owner: object) -> None:
    """An owner is a text of 1 to 128 characters; LabError if not."""
    if not isinstance(owner, str) or not 0 < len(owner) <= OWNER_LENGTH:
        raise LabError(
            "Your browser's name for itself cannot be used. Reload the page.", code="owner_invalid"
        )


def check_device(device: str | None) -> None:
    """None or one of the devices that are here; LabError if not."""
    if device is not None and device not in available_devices():
        raise LabError(
            f"This server cannot train on {str(device)[:20]!r}. Choose one of: "
            f"{', '.join(available_devices())}.",
            code="device_choice",
            value=str(device)[:20],
            choices=available_devices(),
        )


def clean_name(name: str) -> str:
    """A run's name in one line, not too long."""
    return " ".join(name.split())[:NAME_LENGTH]


def room_for_one(
    limits: QueueLimits, active: int, waiting: int, over: Iterable[RunSnapshot]
) -> list[RunSnapshot]:
    """Which of an owner's runs have to go, oldest first, so that one more can train.

    Args:
        active: how many of the owner's runs are not over.
        waiting: how many of all owners' runs wait or pause.
        over: the owner's runs that are over.

    Raises:
        RunRefused: there are too many runs already, or all are pinned.
    """
    if active >= limits.active_per_owner:
        raise _too_many_runs(limits.active_per_owner)
    if waiting >= limits.waiting:
        raise _queue_full(limits.waiting)
    return room_to_keep(limits, active, over)


def room_to_keep(
    limits: QueueLimits, active: int, over: Iterable[RunSnapshot], but: str | None = None
) -> list[RunSnapshot]:
    """Which of an owner's runs have to go, oldest first, so that one more can be kept.

    Args:
        active, over: as in :func:`room_for_one`.
        but: the run_id of one that has to stay, pinned or not.

    Raises:
        RunRefused: none of them may go.
    """
    kept = sorted(over, key=lambda each: each.created_at)
    free = [each for each in kept if not each.pinned and each.run_id != but]
    surplus = len(kept) + active + 1 - limits.kept_per_owner
    if surplus > len(free):
        raise _all_pinned(limits.kept_per_owner)
    return free[: max(surplus, 0)]


def _too_many_runs(maximum: int) -> RunRefused:
    return RunRefused(
        f"You already have {maximum} runs waiting or training, the most there may be. Stop one "
        "of them, or wait until one is done.",
        code="too_many_runs",
        maximum=maximum,
    )


def _queue_full(maximum: int) -> RunRefused:
    return RunRefused(
        "So many learners are waiting that no more runs fit into the queue. Try again in a few "
        "minutes.",
        code="queue_full",
        maximum=maximum,
    )


def _all_pinned(maximum: int) -> RunRefused:
    return RunRefused(
        f"Your lab keeps at most {maximum} runs, and none of them can make room for another now. "
        "Stop one that is waiting or training, or wait until it is done.",
        code="all_pinned",
        maximum=maximum,
    )


def pause_full() -> RunRefused:
    return RunRefused(
        "Too many half-finished runs are waiting on this server, so this one cannot be paused "
        "now. Let it finish, or stop it: what it has learnt is kept.",
        code="pause_full",
    )


def no_weights(epoch: int | None) -> NoWeights:
    if epoch is None:
        return NoWeights(
            "This run has no weights to show here. Choose another, or train it again.",
            code="no_weights",
        )
    return NoWeights(
        f"The weights of epoch {epoch} were not kept. Choose another epoch, or train it again.",
        code="no_weights_of_epoch",
        epoch=epoch,
    )


def stopping() -> RunRefused:
    return RunRefused("The server is about to stop. Try again in a minute.", code="server_stopping")
