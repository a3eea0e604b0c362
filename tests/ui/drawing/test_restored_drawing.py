"""Where a reload finds again what was on the Draw page."""

from __future__ import annotations

from ui.drawing.restored_drawing import (
    LIFETIME_SECONDS,
    MAX_BYTES,
    MAX_DRAWINGS,
    RestoredDrawing,
    RestoredDrawings,
)


def test_it_is_found_by_its_own_browser_alone() -> None:
    kept = RestoredDrawings()
    kept.keep("mine", RestoredDrawing(way="sample", sample=7))
    found = kept.find("mine")
    assert found is not None and found.sample == 7
    assert kept.find("another's") is None


def test_a_drawing_is_forgotten_after_its_time() -> None:
    now = [0.0]
    kept = RestoredDrawings(clock=lambda: now[0])
    kept.keep("mine", RestoredDrawing())
    now[0] = LIFETIME_SECONDS
    assert kept.find("mine") is not None
    now[0] += 1
    assert kept.find("mine") is None


def test_so_many_are_kept_and_the_oldest_goes() -> None:
    kept = RestoredDrawings()
    for number in range(MAX_DRAWINGS):
        kept.keep(str(number), RestoredDrawing())
    kept.keep("0", RestoredDrawing())  # the oldest is used again
    kept.keep("another", RestoredDrawing())
    assert kept.find("0") is not None and kept.find("another") is not None
    assert kept.find("1") is None


def test_a_drawing_too_large_to_keep_leaves_none_behind() -> None:
    kept = RestoredDrawings()
    kept.keep("mine", RestoredDrawing(strokes=b"small"))
    kept.keep("mine", RestoredDrawing(strokes=bytes(MAX_BYTES + 1)))
    assert kept.find("mine") is None
