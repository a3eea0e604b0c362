"""The network: its shapes, its parameters and its first weights."""

from __future__ import annotations

from itertools import pairwise

import pytest
import torch
from torch import nn

from mnist_core.config.training_config import ACTIVATIONS, TrainingConfig
from mnist_core.model.mlp import MLP, Dropout, build_model, layer_table

SIZES = [(), (8,), (512, 256), (16, 24, 32, 40)]


@pytest.mark.parametrize("hidden_sizes", SIZES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_pictures_flat_or_not_become_ten_logits(hidden_sizes, activation) -> None:
    model = MLP(hidden_sizes, activation)
    images = torch.randn(3, 28, 28)
    logits = model(images)
    assert logits.shape == (3, 10)
    assert logits.dtype == torch.float32
    assert torch.equal(model(images.flatten(1)), logits)


@pytest.mark.parametrize("hidden_sizes", SIZES)
def test_first_weights_are_plain_linear_layers_under_the_seed(hidden_sizes) -> None:
    torch.manual_seed(42)
    sizes = (784, *hidden_sizes, 10)
    plain = [nn.Linear(a, b) for a, b in pairwise(sizes)]
    torch.manual_seed(42)
    same = MLP(hidden_sizes)
    torch.manual_seed(1)
    before = torch.get_rng_state()
    built = build_model(TrainingConfig(hidden_sizes=hidden_sizes, seed=42))
    assert torch.equal(torch.get_rng_state(), before), "the global generator was touched"
    for model in (same, built):
        assert len(model.linear_layers) == len(plain)
        for layer, expected in zip(model.linear_layers, plain, strict=True):
            assert torch.equal(layer.weight, expected.weight)
            assert torch.equal(layer.bias, expected.bias)


def test_the_tutorials_model_has_535818_parameters() -> None:
    rows = layer_table((512, 256))
    assert sum(row.parameters for row in rows) == 535_818
    assert [row.parameters for row in rows] == [0, 401_920, 0, 131_328, 0, 2_570]
    assert [row.name for row in rows] == [
        "input", "hidden_1", "hidden_1", "hidden_2", "hidden_2", "output"
    ]  # fmt: skip
    assert rows[1].formula == "784 × 512 + 512"
    assert (rows[1].input_shape, rows[1].output_shape) == ((784,), (512,))


@pytest.mark.parametrize("hidden_sizes", SIZES)
def test_the_table_counts_what_the_model_has(hidden_sizes) -> None:
    model = MLP(hidden_sizes)
    rows = layer_table(hidden_sizes, "tanh")
    assert sum(row.parameters for row in rows) == sum(p.numel() for p in model.parameters())
    for before, after in pairwise(rows):
        assert after.input_shape == before.output_shape
    assert rows[-1].output_shape == (10,)


def test_dropout_keeps_the_mean_and_only_acts_in_training() -> None:
    dropout = Dropout(0.25)
    dropout.generator = torch.Generator().manual_seed(0)
    ones = torch.ones(400, 250)
    dropped = dropout(ones)
    assert dropped.unique().tolist() == pytest.approx([0.0, 1 / 0.75])
    assert dropped.mean().item() == pytest.approx(1.0, abs=0.01)
    assert torch.equal(dropout.eval()(ones), ones)


def test_dropout_adds_no_weights() -> None:
    assert len(MLP((16,), dropout=0.5).state_dict()) == len(MLP((16,)).state_dict())
    assert "p=0.5" in repr(MLP((16,), dropout=0.5))
