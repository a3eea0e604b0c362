"""Which lines were wrong is taken from the programs as they are, and says what the run did."""

from __future__ import annotations

import re

import pytest
import torch
from torch.utils.data import ConcatDataset, Subset, TensorDataset

from mnist_core.experiments.faults import FAULTS
from ui.experiments.wrong_lines import program_with, wrong_lines

SAID = {
    "rate_times_100": ("lr=2.0", "lr=0.02"),
    "no_zero_grad": ("", "optimizer.zero_grad()"),
    "sorted_images": ("by_digit", "shuffle=True"),
    "wrong_labels": ("targets[wrong]", ""),
    "not_normalized": ("", "transforms.Normalize"),
    "test_in_training": ("test_set])", ""),
    "weights_zero": ("nn.init.zeros_(parameter)", ""),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_wrong_lines(fault: str) -> None:
    lines = wrong_lines(fault).splitlines()
    ran = "\n".join(line for line in lines if line.startswith("-"))
    right = "\n".join(line for line in lines if line.startswith("+"))
    for said, words in zip((ran, right), SAID[fault], strict=True):
        assert (words in said) if words else not said
    assert len(lines) <= 10
    compile("\n".join(line.code for line in program_with(FAULTS[fault])), fault, "exec")


def test_the_line_that_mixes_the_test_images_in() -> None:
    """Executed: it gives what `splits_with` trains on (tests/core/.../test_mystery_data.py)."""
    (line,) = wrong_lines("test_in_training").splitlines()
    numbers = TensorDataset(torch.arange(12_000))
    names = {
        **{"ConcatDataset": ConcatDataset, "Subset": Subset, "train_set": numbers},
        "test_set": TensorDataset(-1 - torch.arange(10_000)),
    }
    exec(line.removeprefix("- "), names)
    found = [int(each[0]) for each in names["train_set"]]
    assert found == [*range(2_000), *range(-1, -10_001, -1)]
    imports = next(
        each.code
        for each in program_with(FAULTS["test_in_training"])
        if each.key == "import_loader"
    )
    assert re.search("ConcatDataset.*Subset", imports)
