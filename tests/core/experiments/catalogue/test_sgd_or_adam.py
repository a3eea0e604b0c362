from __future__ import annotations

from tests.core.experiments.performed import assert_holds


def test_adam_is_ahead_at_a_small_rate() -> None:
    for outcome in assert_holds("sgd_or_adam", 4_000):
        assert outcome.verdict.outcome is None
