"""Whether a run may come in and what must go for it; and the sentences of a refusal."""

from __future__ import annotations

from collections.abc import Iterable

from mnist_core.config import NAME_LENGTH, OWNER_LENGTH, QueueLimits
from mnist_core.errors import LabError
from mnist_core.tracking import NoWeights, RunRefused, RunSnapshot, UnknownRun
from mnist_core.training import available_devices


def check_owner(owner: object) -> None:
    """An owner is a text of 1 to 128 characters; LabError if not."""
    if not isinstance(owner, str) or not 0 < len(owner) <= OWNER_LENGTH:
        raise LabError(
            "Your browser could not be recognised. Reload the page.", code="owner_invalid"
        )


def check_device(device: str | None) -> None:
    """None or one of the devices that are here; LabError if not."""
    if device is not None and device not in available_devices():
        raise LabError(
            "This server cannot train on {value}. Choose one of: {choices}.",
            code="device_choice",
            value=str(device)[:20],
            choices=available_devices(),
        )


def clean_name(name: str) -> str:
    """A run's name in one line, not too long."""
    return " ".join(name.split())[:NAME_LENGTH]


def check_queue(limits: QueueLimits, active: int, waiting: int, from_address: int) -> None:
    """Whether one more run may wait; what is reserved is for owners who have none.

    Args:
        active: how many of the owner's runs are not over.
        waiting: how many of all owners' runs wait or pause.
        from_address: how many of these came from the owner's address; 0 where that is unknown.

    Raises:
        RunRefused: there are too many runs already.
    """
    if active >= limits.active_per_owner:
        raise RunRefused(
            "You already have {maximum} runs waiting or training, the most there may be. Stop one "
            "of them, or wait until one is done.",
            code="too_many_runs",
            maximum=limits.active_per_owner,
        )
    share = 1 - limits.reserved if active else 1.0
    if waiting >= limits.waiting * share:
        raise RunRefused(
            "So many learners are waiting that no more runs fit into the queue. Try again in a few "
            "minutes.",
            code="queue_full",
        )
    if from_address >= limits.waiting_per_address * share:
        raise RunRefused(
            "So many runs from your network are waiting that no more fit into the queue. Try again "
            "in a few minutes.",
            code="address_full",
        )


def room_to_keep(
    limits: QueueLimits, active: int, over: Iterable[RunSnapshot], keep: str | None = None
) -> list[RunSnapshot]:
    """Which of an owner's runs have to go, oldest first, so that one more can be kept.

    Args:
        active: how many of the owner's runs are not over.
        over: the owner's runs that are over.
        keep: the run_id of one that has to stay, pinned or not.

    Raises:
        RunRefused: none of them may go.
    """
    kept = sorted(over, key=lambda each: each.number)
    free = [each for each in kept if not each.pinned and each.run_id != keep]
    surplus = len(kept) + active + 1 - limits.kept_per_owner
    if surplus > len(free):
        raise RunRefused(
            "Your lab keeps at most {maximum} runs, and none of them can make room for another "
            "now. Stop one that is waiting or training, or wait until it is done.",
            code="all_pinned",
            maximum=limits.kept_per_owner,
        )
    return free[: max(surplus, 0)]


def unknown_run() -> UnknownRun:
    return UnknownRun(
        "This run is not in your lab: it was deleted, or it belongs to another browser. Choose one "
        "of your own runs or start a new one.",
        code="unknown_run",
    )


def pause_full() -> RunRefused:
    return RunRefused(
        "Too many half-finished runs are waiting on this server, so this one cannot be paused "
        "now. Let it finish, or stop it: what it has learned is kept.",
        code="pause_full",
    )


def no_weights(epoch: int | None) -> NoWeights:
    if epoch is None:
        return NoWeights(
            "This run has no weights to show here. Choose another, or train it again.",
            code="no_weights",
        )
    return NoWeights(
        "The weights of epoch {epoch} were not kept. Choose another epoch, or train it again.",
        code="no_weights_of_epoch",
        epoch=epoch,
    )


def no_weights_yet() -> NoWeights:
    return NoWeights(
        "This run has not learned anything yet. Wait for its first epoch.", code="no_weights_yet"
    )


def stopping() -> RunRefused:
    return RunRefused("The server is about to stop. Try again in a minute.", code="server_stopping")
