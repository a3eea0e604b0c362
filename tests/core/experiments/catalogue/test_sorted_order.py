from __future__ import annotations

from tests.core.experiments.performed import assert_holds


def test_sorted_images_are_forgotten() -> None:
    for outcome in assert_holds("sorted_order", 4_000):
        assert outcome.verdict.outcome == outcome.verdict.figures["sorted_accuracy"]
