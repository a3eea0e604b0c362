"""The seeds of a run's own random numbers.

Nothing draws from torch's global generator, or seeds it.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from mnist_core.config.training_config import SEEDS

# Each purpose draws from a generator of its own, so that switching one thing on (dropout, say)
# leaves the others' draws as they were.  Weights and order start alike, as in the literal loop:
# torch.manual_seed(seed) for the one, DataLoader(generator=...manual_seed(seed)) for the other.
Purpose: TypeAlias = Literal["weights", "order", "dropout", "handwriting", "label_noise"]
_BLOCKS: dict[Purpose, int] = {
    "weights": 0,
    "order": 0,
    "dropout": 1,
    "handwriting": 2,
    "label_noise": 3,
}


def seed_for(purpose: Purpose, seed: int) -> int:
    """The seed of the purpose's own generator; no two seeds of different blocks coincide."""
    return seed + _BLOCKS[purpose] * (SEEDS.maximum + 1)
