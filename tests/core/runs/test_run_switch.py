from __future__ import annotations

import threading

from mnist_core.runs.run_switch import Switch
from tests.core.runs.run_helpers import PATIENCE


class Watched(threading.Condition):
    """Looks at the switch whenever it is let go of: what any other thread may see then."""

    def __init__(self, switch: Switch) -> None:
        super().__init__()
        self.switch = switch
        self.seen: list[tuple[int, bool]] = []

    def __exit__(self, *details: object) -> None:
        super().__exit__(*details)  # type: ignore[arg-type]
        if not self._is_owned():  # type: ignore[attr-defined]
            self.seen.append((self.switch.goes, self.switch.resting))


def test_going_on_is_never_seen_by_halves() -> None:
    """A thread that saw the count without the wish would rest on, and nobody would wake it."""
    switch = Switch()
    switch._changed = watched = Watched(switch)
    switch.rest()
    switch.go()
    assert watched.seen == [(0, True), (1, False)]


def test_who_is_told_to_go_on_does_not_rest() -> None:
    switch = Switch()
    switch.rest()
    switch.go()
    switch.await_go(switch.goes)  # as it stands: nothing to wait for
    assert switch.going


def test_an_end_is_for_good() -> None:
    switch = Switch()
    switch.end()
    switch.go()
    switch.rest()
    assert switch.ending
    switch.await_go(switch.goes)


def test_a_rest_that_follows_a_go_at_once_still_wakes_the_thread() -> None:
    switch = Switch()
    switch.rest()
    goes = switch.goes
    woken = threading.Thread(target=switch.await_go, args=(goes,), daemon=True)
    woken.start()
    switch.go()
    switch.rest()
    woken.join(PATIENCE)
    assert not woken.is_alive()
