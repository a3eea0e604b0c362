"""A neuron's products add up to its sum, for any neuron and image."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from mnist_core.config.training_config import TrainingConfig
from mnist_core.errors import InspectionError
from mnist_core.inspection.neuron import neuron_products
from tests.core.inspection.steps import small_report

REPORT = small_report(TrainingConfig(hidden_sizes=(24, 16), dropout=0.5, activation="gelu"))


@given(st.data())
def test_the_products_add_up(data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(REPORT.layers) - 1))
    layer = REPORT.layers[number]
    neuron = data.draw(st.integers(0, len(layer.bias.before) - 1))
    image = data.draw(st.integers(0, len(REPORT.batch) - 1))
    found = neuron_products(REPORT, number, neuron, image)
    assert torch.equal(found.products, found.inputs * found.weights)
    total = found.products.double().sum().item() + found.bias
    size = found.products.abs().sum().item()
    assert total == pytest.approx(found.sum, abs=1e-6 * size + 1e-7)
    assert found.activation == layer.activations[image, neuron].item()
    if layer.mask is None:
        assert found.output == found.activation == found.sum
    else:
        assert found.output == pytest.approx(found.activation * layer.mask[image, neuron].item())
    sizes = found.products.abs()
    largest = sizes[found.largest]
    assert len(largest) == min(10, len(sizes)) and (largest.diff() <= 0).all()
    others = torch.ones(len(sizes), dtype=torch.bool)
    others[found.largest] = False
    assert not others.any() or sizes[others].max() <= largest[-1]


@pytest.mark.parametrize(
    ("where", "code", "nearest"),
    [
        ((3, 0, 0), "no_such_layer", 2),
        ((-1, 0, 0), "no_such_layer", 0),
        ((0, 24, 0), "no_such_neuron", 23),
        ((2, 10, 0), "no_such_neuron", 9),
        ((0, 0, 32), "no_such_image", 31),
        ((0, 0, -5), "no_such_image", 0),
    ],
)
def test_what_there_is_not_is_named_with_the_nearest(
    where: tuple[int, int, int], code: str, nearest: int
) -> None:
    with pytest.raises(InspectionError) as caught:
        neuron_products(REPORT, *where)
    assert (caught.value.code, caught.value.nearest) == (code, nearest)


def test_the_sentence_counts_from_1() -> None:
    with pytest.raises(ValueError, match=r"^There is no neuron 25: this layer has 24\."):
        neuron_products(REPORT, 0, 24, 0)
