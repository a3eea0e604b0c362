from __future__ import annotations

from tests.core.experiments.performed import assert_holds


def test_small_rate_falls_steadily_and_not_far() -> None:
    for outcome in assert_holds("rate_too_small", 4_000):
        losses = [y for _, y in outcome.curves["small"]["train_loss"]]
        assert losses[0] > losses[len(losses) // 2] > losses[-1]
