from __future__ import annotations

from tests.core.experiments.performed import assert_holds


def test_a_linear_classifier_is_not_bad() -> None:
    for outcome in assert_holds("no_hidden_layer", 8_000):
        assert outcome.verdict.outcome == outcome.verdict.figures["none_accuracy"]
