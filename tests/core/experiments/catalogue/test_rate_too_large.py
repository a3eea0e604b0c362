from __future__ import annotations

from tests.core.experiments.performed import assert_holds


def test_large_rate_shoots_up_and_stays_behind() -> None:
    for outcome in assert_holds("rate_too_large", 6_000):
        assert outcome.verdict.outcome == "worse"
