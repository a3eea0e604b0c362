"""What the Data page shows is what training takes: batches, samples and the two numbers."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader, Subset, TensorDataset, random_split

from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.mnist import MEAN, STD, Mnist, Split, load_mnist
from ui.components.batch_labels import label_grid
from ui.data.gallery import ALL, chosen_indices, narrowed
from ui.data.normalising import mean_and_std, stages
from ui.data.shuffled_batch import columns_of, first_epoch

ROOT = Path(__file__).parents[3]


def numbered(count: int) -> Mnist:
    """A data set of which only the size matters."""
    split = Split(torch.zeros(count, 28, 28, dtype=torch.uint8), torch.arange(count) % 10)
    return Mnist(split, split)


@pytest.mark.parametrize("validation_size", [0, 1000])
@pytest.mark.parametrize("seed", [0, 7])
def test_the_batches_are_those_of_the_tutorials_data_loader(
    validation_size: int, seed: int
) -> None:
    """Oracle: `random_split` and `DataLoader` deal out the images' numbers themselves."""
    count = 2100
    config = TrainingConfig(seed=seed, batch_size=64, validation_size=validation_size)
    left: TensorDataset | Subset = TensorDataset(torch.arange(count))
    if validation_size:
        generator = torch.Generator().manual_seed(seed)
        left, _held_out = random_split(left, [count - validation_size, validation_size], generator)
    shuffle = torch.Generator().manual_seed(seed)
    literal = [
        batch.tolist()
        for (batch,) in DataLoader(left, batch_size=64, shuffle=True, generator=shuffle)
    ]
    assert [batch.tolist() for batch in first_epoch(numbered(count), config)] == literal


def test_a_batch_of_64_is_eight_by_eight_and_labels_stand_like_their_pictures() -> None:
    assert [columns_of(size) for size in (1, 16, 32, 64, 128, 1024)] == [1, 4, 8, 8, 16, 32]
    grid = label_grid(np.array([5, 0, 4, 1, 9]), 2, alt='"five" labels')
    assert "repeat(2,minmax(0,1fr))" in grid
    assert re.findall(r"<span>(\d)</span>", grid) == ["5", "0", "4", "1", "9"]
    assert 'aria-label="&quot;five&quot; labels"' in grid


def test_the_gallery_goes_through_the_chosen_digits_and_shuffles_without_losing_any() -> None:
    labels = np.arange(50) % 10
    own = chosen_indices(labels, [4, 9], shuffle=0)
    assert own.tolist() == [index for index in range(50) if index % 10 in (4, 9)]
    once, twice = (chosen_indices(labels, [4, 9], shuffle=seed) for seed in (1, 2))
    assert sorted(once) == sorted(twice) == own.tolist()
    assert once.tolist() != twice.tolist()
    assert len(chosen_indices(labels, [], shuffle=1)) == 0


@pytest.mark.parametrize(
    ("before", "now", "then"),
    [
        ([ALL], [ALL, "4"], ["4"]),
        (["4"], ["4", "9"], ["4", "9"]),
        (["4", "9"], ["4", "9", ALL], [ALL]),
        ([ALL], [], []),
        (["4"], [], []),
        ([], [ALL], [ALL]),
    ],
)
def test_all_and_single_digits_exclude_one_another(
    before: list[str], now: list[str], then: list[str]
) -> None:
    assert narrowed(before, now) == then


def test_the_running_figures_end_at_the_tutorials_two_numbers() -> None:
    images = load_mnist(ROOT / "data").train.images
    levels = torch.bincount(images.flatten(), minlength=256).numpy()
    # every pixel once, in whole numbers
    mean = images.sum().item() / images.numel()
    square = images.int().square().sum().item() / images.numel()
    std = math.sqrt(square - mean**2)
    assert mean_and_std(levels) == pytest.approx((mean / 255, std / 255), abs=1e-9)
    assert [round(each, 4) for each in mean_and_std(levels)] == [MEAN, STD]


def test_the_counting_begins_with_one_image_and_ends_with_all() -> None:
    points = stages(60_000)
    assert points[0] == 1 and points[-1] == 60_000
    assert points == sorted(set(points))
