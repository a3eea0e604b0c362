"""The running mean of the weights."""

from __future__ import annotations

import pytest
import torch

from mnist_core.training.weight_averaging import DECAY, WeightAverage


def test_the_mean_follows_the_formula() -> None:
    weight = torch.zeros(3)
    mean = WeightAverage([weight])
    expected = 0.0
    for step in range(20):
        weight.fill_(step)
        mean.update()
        decay = min(DECAY, (1 + step) / (10 + step))
        expected = decay * expected + (1 - decay) * step
    mean.swap()
    assert weight.tolist() == pytest.approx([expected] * 3, rel=1e-5)
    mean.swap()
    assert weight.tolist() == [19.0] * 3
    mean.update()  # and averaging goes on from the mean
    mean.swap()
    assert expected < weight[0].item() < 19
