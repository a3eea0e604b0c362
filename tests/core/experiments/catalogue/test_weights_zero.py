from __future__ import annotations

from tests.core.experiments.performed import assert_holds


def test_no_weight_leaves_zero() -> None:
    for outcome in assert_holds("weights_zero", 2_000):
        assert outcome.verdict.outcome == "nothing"
