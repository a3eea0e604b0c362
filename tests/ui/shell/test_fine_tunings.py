"""Lessons: as many at once as there are slots, one for each learner, and stop always works."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from mnist_core.errors import LabError
from mnist_core.training.fine_tuning import HandStep
from ui.shell.fine_tunings import Lessons, Teaching

SECONDS = 20


class Slow:
    """A fine-tuning that goes on only when it is told to."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()

    def steps(self) -> Iterator[HandStep]:
        for step in range(1, 4):
            self.begun.set()
            self.go_on.wait(SECONDS)
            yield HandStep(step, 3, 1.0)


@pytest.fixture
def begun() -> Iterator[list[Teaching]]:
    """Lessons that a test has begun; at its end they are stopped."""
    kept: list[Teaching] = []
    yield kept
    for each in kept:
        each.stop()


def test_as_many_at_once_as_there_are_places_and_the_next_waits(begun: list[Teaching]) -> None:
    lessons, first, second = Lessons(1), Slow(), Slow()
    begun.append(lessons.begin("anna", first.steps()))
    assert first.begun.wait(SECONDS) and not begun[0].waiting
    begun.append(lessons.begin("ben", second.steps()))
    assert begun[1].active and begun[1].waiting
    assert not second.begun.wait(0.3)
    first.go_on.set()
    assert second.begun.wait(SECONDS) and not begun[1].waiting
    second.go_on.set()
    begun[1].wait(SECONDS)
    assert not begun[1].active and begun[1].latest == HandStep(3, 3, 1.0)


def test_stop_works_while_waiting_and_gives_no_place_back_that_it_never_had(
    begun: list[Teaching],
) -> None:
    lessons, first, second = Lessons(1), Slow(), Slow()
    begun.append(lessons.begin("anna", first.steps()))
    assert first.begun.wait(SECONDS)
    begun.append(lessons.begin("ben", second.steps()))
    begun[1].stop()
    begun[1].wait(SECONDS)
    assert not begun[1].active and not second.begun.is_set() and begun[1].error is None
    begun.append(lessons.begin("carl", second.steps()))
    assert not second.begun.wait(0.3)
    first.go_on.set()


def test_a_learners_next_lesson_ends_the_one_before_and_waits_for_its_end(
    begun: list[Teaching],
) -> None:
    lessons, slow = Lessons(4), [Slow() for _lesson in range(4)]
    for each in slow:  # stop and start, stop and start, also after a reload of the page
        begun.append(lessons.begin("anna", each.steps()))
        slow[0].begun.wait(SECONDS)
    for between in begun[1:3]:
        between.wait(SECONDS)
    assert [each.active for each in begun] == [True, False, False, True]
    assert [each.begun.is_set() for each in slow] == [True, False, False, False]
    slow[0].go_on.set()
    assert slow[3].begun.wait(SECONDS)
    assert begun[0].latest is None  # it was stopped
    slow[3].go_on.set()


def test_too_many_that_wait_are_refused(
    begun: list[Teaching], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.shell.fine_tunings.MOST", 2)
    lessons, slow = Lessons(1), Slow()
    for owner in ("anna", "ben"):
        begun.append(lessons.begin(owner, slow.steps()))
    with pytest.raises(LabError) as caught:
        lessons.begin("carl", slow.steps())
    assert caught.value.code == "queue_full"
    begun.append(lessons.begin("ben", slow.steps()))  # instead of the one before
    slow.go_on.set()


def test_a_lesson_that_fails_gives_its_place_back(begun: list[Teaching]) -> None:
    def broken() -> Iterator[HandStep]:
        raise RuntimeError("no more memory")
        yield

    lessons, slow = Lessons(1), Slow()
    begun.append(lessons.begin("anna", broken()))
    begun[0].wait(SECONDS)
    assert isinstance(begun[0].error, RuntimeError)
    begun.append(lessons.begin("ben", slow.steps()))
    assert slow.begun.wait(SECONDS)
    slow.go_on.set()
