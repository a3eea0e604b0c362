from __future__ import annotations

from tests.core.experiments.performed import assert_holds


def test_wrong_labels_cost_little_at_first() -> None:
    for outcome in assert_holds("wrong_labels", 10_000):
        assert outcome.verdict.figures["wrong_train_accuracy"] < 0.75
