"""A run's own random numbers: nothing here draws from, or seeds, torch's global generator."""

from __future__ import annotations

from typing import Literal

import torch

from mnist_core.config import SEEDS

# Each purpose draws from a generator of its own, so that switching one thing on (dropout, say)
# leaves the others' draws as they were.  Weights and order start alike, as in the literal loop:
# torch.manual_seed(seed) for the one, DataLoader(generator=...manual_seed(seed)) for the other.
Purpose = Literal["weights", "order", "dropout", "handwriting"]
_BLOCKS: dict[Purpose, int] = {"weights": 0, "order": 0, "dropout": 1, "handwriting": 2}


def generator_for(
    purpose: Purpose, seed: int, device: torch.device | str = "cpu"
) -> torch.Generator:
    """A fresh generator; the same purpose, seed and kind of device give the same numbers."""
    block = SEEDS.maximum + 1  # no two seeds of different blocks coincide
    return torch.Generator(device).manual_seed(seed + _BLOCKS[purpose] * block)
