"""The mean and the standard deviation, counted image by image."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import torch

from mnist_core.config.mnist_format import MEAN, STD
from mnist_core.data.mnist import load_mnist
from ui.data.normalising import mean_and_std, stages

ROOT = Path(__file__).parents[3]


def test_the_running_figures_end_at_the_tutorials_two_numbers() -> None:
    images = load_mnist(ROOT / "data").train.images
    levels = torch.bincount(images.flatten(), minlength=256).numpy()
    # every pixel once, in whole numbers
    mean = images.sum().item() / images.numel()
    square = images.int().square().sum().item() / images.numel()
    std = math.sqrt(square - mean**2)
    assert mean_and_std(levels) == pytest.approx((mean / 255, std / 255), abs=1e-9)
    assert [round(each, 4) for each in mean_and_std(levels)] == [MEAN, STD]


def test_counting_from_one_to_all() -> None:
    """The counting begins with one image and ends with all."""
    points = stages(60_000)
    assert points[0] == 1 and points[-1] == 60_000
    assert points == sorted(set(points))
