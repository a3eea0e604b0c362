from __future__ import annotations

from tests.core.experiments.performed import assert_holds


def test_seeds_differ() -> None:
    for outcome in assert_holds("five_seeds"):
        assert outcome.verdict.outcome == outcome.verdict.figures["spread_points"]
