from __future__ import annotations

from tests.core.experiments.performed import assert_holds


def test_pixels_as_they_are_are_learned_more_slowly() -> None:
    for outcome in assert_holds("no_normalization", 4_000):
        assert outcome.verdict.outcome == "worse"
