from __future__ import annotations

from tests.core.experiments.performed import assert_holds


def test_few_images_are_learned_by_heart() -> None:
    for outcome in assert_holds("few_images", 12_000):
        assert outcome.verdict.figures["few_train_accuracy"] > 0.99
