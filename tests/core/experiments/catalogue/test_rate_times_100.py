from __future__ import annotations

from tests.core.experiments.performed import assert_holds


def test_hundred_times_the_rate_learns_nothing() -> None:
    for outcome in assert_holds("rate_times_100", 4_000):
        assert outcome.verdict.outcome == "nothing"
        assert outcome.verdict.figures["peak_loss"] > 100
