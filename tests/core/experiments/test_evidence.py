"""What is packed comes out again, and no more than a run can have."""

from __future__ import annotations

import numpy as np
import pytest

from mnist_core.config.mnist_format import INPUT_SIZE
from mnist_core.experiments.curves import QUANTITIES
from mnist_core.experiments.evidence import (
    STEPS,
    BatchSeen,
    Digits,
    Evidence,
    FirstWeights,
    GradientSizes,
    Score,
    packed,
    unpacked,
)

CURVES = {quantity: ((1.0, 0.5), (2.0, 0.4)) for quantity in QUANTITIES}
EVIDENCE = Evidence(
    fault="no_zero_grad",
    curves=CURVES,
    first_loss=2.3,
    peak_loss=3.0,
    diverged=False,
    batch=BatchSeen(packed(np.zeros((2, 28, 28), np.uint8)), (1, 2), (1, 3), 0.0, 1.0, 0.1, 0.3),
    gradients=(
        GradientSizes(1, (0.1, 0.2), (0.1, 0.2)),
        GradientSizes(10, (0.4, None), (0.1, 0.1)),
    ),
    digits=Digits((0.5,) * 10, (10,) * 10),
    weights=FirstWeights(packed(np.zeros((16, 784), np.int8)), 0.0),
    scores={name: Score(0.5, 1.0) for name in ("train", "test", "fresh")},
    mended=CURVES,
)


def test_packed() -> None:
    values = np.arange(-20, 20, dtype=np.int8)
    assert (unpacked(packed(values), np.int8) == values).all()


def test_a_bomb_stays_small() -> None:
    assert unpacked(packed(np.zeros(10_000_000, dtype=np.uint8)), np.uint8).size <= 256 * INPUT_SIZE


def test_pictures_of_weights() -> None:
    levels = np.zeros((2, INPUT_SIZE), dtype=np.int8)
    levels[1, 29] = -STEPS
    pictures = FirstWeights(packed(levels), 0.5).pictures
    assert pictures.shape == (2, 28, 28)
    assert pictures[1, 1, 1] == -0.5 and not pictures[0].any()
    assert np.isnan(FirstWeights(packed(levels), None).pictures).all()


def test_figures() -> None:
    found = EVIDENCE.figures()
    assert found["wrong_labels"] == 1 and found["batch_digits"] == 2
    assert found["watched_step"] == 10 and found["times_value"] == pytest.approx(4)
    assert found["mended_accuracy"] == 0.4 and found["test_images"] == 100
