from __future__ import annotations

from collections.abc import Sequence

import pytest

from mnist_core.runs.heartbeats import WRITING_SECONDS, Heartbeats
from mnist_core.store.memory_store import MemoryStore
from tests.core.runs.run_helpers import Clock

EXPIRY = 600.0


class Notes(MemoryStore):
    """Remembers who was written down."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[list[str]] = []

    def seen(self, owners: Sequence[str], when: float) -> None:
        self.written.append(sorted(owners))


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_expiry(clock: Clock) -> None:
    heartbeats = Heartbeats(Notes(), EXPIRY, clock)
    assert heartbeats.is_expired("nobody")
    heartbeats.record("a")
    clock.now += EXPIRY
    assert not heartbeats.is_expired("a")
    clock.now += 1
    assert heartbeats.is_expired("a")
    heartbeats.record("a")
    assert not heartbeats.is_expired("a")


def test_who_was_here_is_written_down_once_a_minute(clock: Clock) -> None:
    notes = Notes()
    heartbeats = Heartbeats(notes, EXPIRY, clock)
    heartbeats.record("a")
    heartbeats.record("b")
    heartbeats.write_down(())
    assert notes.written == []
    clock.now += WRITING_SECONDS
    heartbeats.write_down(())
    assert notes.written == [["a", "b"]]
    clock.now += 1
    heartbeats.record("b")
    heartbeats.write_down(())
    clock.now += WRITING_SECONDS
    heartbeats.write_down(())
    assert notes.written == [["a", "b"], ["b"]]


def test_the_expired_are_forgotten_unless_they_have_runs(clock: Clock) -> None:
    heartbeats = Heartbeats(Notes(), EXPIRY, clock)
    for owner in ("a", "b"):
        heartbeats.record(owner)
    clock.now += EXPIRY + 1
    heartbeats.record("c")
    heartbeats.write_down({"b"})
    assert set(heartbeats._seen) == {"b", "c"}


def test_heartbeat_during_expiry(clock: Clock) -> None:
    """Who comes back while the expired are forgotten is here."""

    class Late(Heartbeats):
        def is_expired(self, owner: str) -> bool:
            expired = super().is_expired(owner)
            self.record(owner)  # a heartbeat at the worst moment
            return expired

    heartbeats = Late(Notes(), EXPIRY, clock)
    heartbeats.record("a")
    clock.now += EXPIRY + 1
    heartbeats.write_down(())
    assert not Heartbeats.is_expired(heartbeats, "a")
