from __future__ import annotations

from collections.abc import Sequence

import pytest

from mnist_core.runs.heartbeats import WRITING_SECONDS, Presence
from mnist_core.store.keeper import MemoryKeeper
from tests.core.runs.run_helpers import Clock

SILENT = 600.0


class Notes(MemoryKeeper):
    """Remembers who was written down."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[list[str]] = []

    def seen(self, owners: Sequence[str], when: float) -> None:
        self.written.append(sorted(owners))


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_silence(clock: Clock) -> None:
    presence = Presence(Notes(), SILENT, clock)
    assert presence.is_silent("nobody")
    presence.touch("a")
    clock.now += SILENT
    assert not presence.is_silent("a")
    clock.now += 1
    assert presence.is_silent("a")
    presence.touch("a")
    assert not presence.is_silent("a")


def test_who_was_here_is_written_down_once_a_minute(clock: Clock) -> None:
    notes = Notes()
    presence = Presence(notes, SILENT, clock)
    presence.touch("a")
    presence.touch("b")
    presence.write_down(())
    assert notes.written == []
    clock.now += WRITING_SECONDS
    presence.write_down(())
    assert notes.written == [["a", "b"]]
    clock.now += 1
    presence.touch("b")
    presence.write_down(())
    clock.now += WRITING_SECONDS
    presence.write_down(())
    assert notes.written == [["a", "b"], ["b"]]


def test_the_silent_are_forgotten_unless_they_have_runs(clock: Clock) -> None:
    presence = Presence(Notes(), SILENT, clock)
    for owner in ("a", "b"):
        presence.touch(owner)
    clock.now += SILENT + 1
    presence.touch("c")
    presence.write_down({"b"})
    assert set(presence._seen) == {"b", "c"}


def test_who_comes_back_while_the_silent_are_forgotten_is_here(clock: Clock) -> None:
    class Late(Presence):
        def is_silent(self, owner: str) -> bool:
            silent = super().is_silent(owner)
            self.touch(owner)  # a heartbeat at the worst moment
            return silent

    presence = Late(Notes(), SILENT, clock)
    presence.touch("a")
    clock.now += SILENT + 1
    presence.write_down(())
    assert not Presence.is_silent(presence, "a")
