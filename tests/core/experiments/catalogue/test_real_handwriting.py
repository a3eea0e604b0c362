from __future__ import annotations

from mnist_core.experiments.drawn_digits import drawn_digits
from tests.core.experiments.performed import assert_holds


def test_hurried_digits_are_read_worse_than_the_test_images_promise() -> None:
    for outcome in assert_holds("real_handwriting", 5_000):
        assert outcome.verdict.outcome == outcome.verdict.figures["prepared_hurried_accuracy"]


def test_drawn_digits() -> None:
    """As many of each, as a network sees them: white on black, of full brightness."""
    for hand, copies in (("tidy", 20), ("hurried", 30)):
        split = drawn_digits(hand)  # type: ignore[arg-type]
        assert split.labels.bincount().tolist() == [copies] * 10
        assert split.images.shape[1:] == (28, 28) and split.images.flatten(1).amax(1).min() > 200
