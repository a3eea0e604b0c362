"""Each purpose has a generator of its own."""

from __future__ import annotations

from mnist_core.config.seeds import seed_for
from mnist_core.config.training_config import SEEDS


def test_weights_and_order_start_alike() -> None:
    """As in the literal loop, which seeds both with the run's seed."""
    assert seed_for("weights", 7) == seed_for("order", 7) == 7


def test_no_two_blocks_coincide() -> None:
    blocks = [
        range(seed_for(purpose, SEEDS.minimum), seed_for(purpose, SEEDS.maximum) + 1)
        for purpose in ("weights", "dropout", "handwriting")
    ]
    assert blocks[0].stop <= blocks[1].start and blocks[1].stop <= blocks[2].start
