"""One neuron and one image: the products that its sum is made of."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from mnist_core.inspection.choices import check_index
from mnist_core.inspection.report import StepReport

LARGEST = 10


@dataclass(frozen=True, slots=True)
class NeuronProducts:
    """How a neuron comes to its number.

    Attributes:
        inputs, weights, products: float32 (in,); products = inputs x weights.  A first layer's
            can be looked at as pictures: ``view(28, 28)``.
        bias: what is added to the products.
        sum: all products and the bias, as the step had it; added up in another order the last
            digits differ.
        activation: f(sum); of the output layer, the sum itself: a logit.
        output: what goes on, after dropout if there is any.
        largest: int64 (at most 10,), which inputs have the products of the largest size, the
            largest first.
    """

    inputs: Tensor
    weights: Tensor
    products: Tensor
    bias: float
    sum: float
    activation: float
    output: float
    largest: Tensor


def neuron_products(report: StepReport, layer: int, neuron: int, image: int) -> NeuronProducts:
    """The products of one neuron for one image of the batch, all counted from 0.

    Raises:
        InspectionError: ``no_such_layer``, ``no_such_neuron`` or ``no_such_image``.
    """
    chosen = report.layer(layer)
    neuron = check_index("neuron", neuron, len(chosen.bias.before))
    image = check_index("image", image, len(report.batch))
    inputs, weights = chosen.inputs[image], chosen.weight.before[neuron]
    products = inputs * weights
    order = products.abs().argsort(descending=True, stable=True)
    return NeuronProducts(
        inputs=inputs,
        weights=weights,
        products=products,
        bias=chosen.bias.before[neuron].item(),
        sum=chosen.sums[image, neuron].item(),
        activation=chosen.activations[image, neuron].item(),
        output=chosen.outputs[image, neuron].item(),
        largest=order[:LARGEST],
    )
