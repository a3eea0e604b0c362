from __future__ import annotations

from tests.core.experiments.performed import assert_holds


def test_small_batches_get_farther() -> None:
    for outcome in assert_holds("batch_size", 4_000):
        assert outcome.verdict.outcome == "small"
