"""The batch that the Data page shows is the one that training takes."""

from __future__ import annotations

import pytest
import torch
from torch.utils.data import DataLoader, Subset, TensorDataset, random_split

from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.mnist import Mnist, Split
from ui.data.shuffled_batch import columns_of, first_epoch


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
    assert [batch.tolist() for batch, _labels in first_epoch(numbered(count), config)] == literal


def test_a_batch_of_64_is_eight_by_eight() -> None:
    assert [columns_of(size) for size in (1, 16, 32, 64, 128, 1024)] == [1, 4, 8, 8, 16, 32]
