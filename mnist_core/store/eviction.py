"""Whose run goes when there is no room for all: the oldest of whoever holds the most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

# Of all the room there is, what one owner may take from others who hold less.
SHARE = 1 / 4


@dataclass(frozen=True, slots=True)
class Held:
    """A run that takes room.

    Attributes:
        size: bytes, or 1 where runs are counted.
        number: its running number; lower ones are older.
        stays: it may not go: it is not over, or needed by what comes.
    """

    run_id: str
    owner: str
    size: int
    number: int
    pinned: bool
    stays: bool


def first_to_go(
    runs: Collection[Held], last_seen: Mapping[str, float], owner: str, size: int, share: float
) -> Held | None:
    """The run that makes room for ``size`` more of ``owner``; None if none may.

    It is the oldest unpinned run of the owner who holds the most, what comes counted in; among
    equals, of the longest absent.  So everybody's room shrinks to the same size before anybody
    with less loses a run, and an owner who holds more than ``share`` never takes from one who
    holds less.

    Args:
        last_seen: when each owner was here, seconds since 1970.
    """
    holds = Counter({owner: size})
    for run in runs:
        holds[run.owner] += run.size
    may_go = [run for run in runs if not run.stays]
    if holds[owner] > share:
        may_go = [run for run in may_go if holds[run.owner] >= holds[owner]]
    return min(
        may_go,
        key=lambda run: (
            -holds[run.owner],
            last_seen.get(run.owner, 0.0),
            run.owner,
            run.pinned,
            run.number,
        ),
        default=None,
    )


def in_pages(size: int) -> int:
    """A size rounded up to whole pages of 4 KiB, as files grow: equal runs count as equal."""
    return -(-size // 4096) * 4096
