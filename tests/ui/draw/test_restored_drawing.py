"""The shelf on which a reload finds what lay on the Draw page."""

from __future__ import annotations

from ui.draw.restored_drawing import LIFETIME_SECONDS, MAX_BYTES, MAX_DESKS, Desk, Shelf


def test_a_desk_is_found_by_its_own_browser_alone() -> None:
    shelf = Shelf()
    shelf.keep("mine", Desk(way="sample", sample=7))
    found = shelf.find("mine")
    assert found is not None and found.sample == 7
    assert shelf.find("another's") is None


def test_a_desk_is_forgotten_after_its_time() -> None:
    now = [0.0]
    shelf = Shelf(clock=lambda: now[0])
    shelf.keep("mine", Desk())
    now[0] = LIFETIME_SECONDS
    assert shelf.find("mine") is not None
    now[0] += 1
    assert shelf.find("mine") is None


def test_the_shelf_holds_so_many_and_drops_the_oldest() -> None:
    shelf = Shelf()
    for number in range(MAX_DESKS):
        shelf.keep(str(number), Desk())
    shelf.keep("0", Desk())  # the oldest is used again
    shelf.keep("another", Desk())
    assert shelf.find("0") is not None and shelf.find("another") is not None
    assert shelf.find("1") is None


def test_a_desk_too_large_to_keep_leaves_none_behind() -> None:
    shelf = Shelf()
    shelf.keep("mine", Desk(strokes=b"small"))
    shelf.keep("mine", Desk(strokes=bytes(MAX_BYTES + 1)))
    assert shelf.find("mine") is None
