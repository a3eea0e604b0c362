"""Digits that were drawn, not taken from MNIST, as a network sees them.

A program drew them (`tools/draw_digits.py`), since the repository has no digits of people who
agreed to that: ``tidy`` ones, and ``hurried`` ones that are much more slanted and bent.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
import torch

from mnist_core.data import Split

FILE = Path(__file__).with_name("drawn_digits.npz")


def drawn_digits(hand: Literal["tidy", "hurried"]) -> Split:
    """The digits of one hand, as many of each: uint8 (N, 28, 28) and int64 (N,)."""
    with np.load(FILE, allow_pickle=False) as file:
        pictures, labels = file[f"{hand}_pictures"], file[f"{hand}_labels"]
    return Split(torch.from_numpy(pictures), torch.from_numpy(labels.astype(np.int64)))
