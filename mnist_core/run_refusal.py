"""The sentences with which the queue refuses."""

from __future__ import annotations

from mnist_core.run_status import RunRefused


def too_many_runs(maximum: int) -> RunRefused:
    return RunRefused(
        f"You already have {maximum} runs waiting or training, the most there may be. Stop one "
        "of them, or wait until one is done.",
        code="too_many_runs",
        maximum=maximum,
    )


def queue_full(maximum: int) -> RunRefused:
    return RunRefused(
        "So many learners are waiting that no more runs fit into the queue. Try again in a few "
        "minutes.",
        code="queue_full",
        maximum=maximum,
    )


def all_pinned(maximum: int) -> RunRefused:
    return RunRefused(
        f"Your lab keeps at most {maximum} runs, and the pinned ones leave no room. Unpin or "
        "delete one to make room for another.",
        code="all_pinned",
        maximum=maximum,
    )


def pause_full() -> RunRefused:
    return RunRefused(
        "Too many half-finished runs are waiting on this server, so this one cannot be paused "
        "now. Let it finish, or stop it: what it has learnt is kept.",
        code="pause_full",
    )


def stopping() -> RunRefused:
    return RunRefused("The server is about to stop. Try again in a minute.", code="server_stopping")
