from __future__ import annotations

from tests.core.experiments.performed import assert_holds


def test_wide_and_deep_are_alike() -> None:
    for outcome in assert_holds("width_or_depth", 12_000):
        assert outcome.verdict.outcome == "same"
