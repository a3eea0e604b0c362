"""One step of training taken apart: all that came about in it, as plain tensors on the CPU."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Literal, TypeAlias

import torch
from torch import Tensor
from torch.nn import functional as F

from mnist_core.config import CLASSES, Activation
from mnist_core.inspection.choices import check_index
from mnist_core.inspection.finite import Stage, first_nonfinite
from mnist_core.inspection.layer_report import LayerReport, ParameterStep
from mnist_core.inspection.optimizer_arithmetic import Arithmetic, UpdateRule, arithmetic

Part: TypeAlias = Literal["weight", "bias"]


@dataclass(frozen=True, slots=True)
class Batch:
    """N images, as they are and as the network sees them.

    Attributes:
        pixels: uint8 (N, 28, 28), 0 = paper to 255 = ink; rounded where handwriting bent them.
        images: float32 (N, 1, 28, 28), normalised unless the model has only scaled ones.
        labels: int64 (N,).
    """

    pixels: Tensor
    images: Tensor
    labels: Tensor

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, slots=True)
class StepReport:
    """One step of training.

    Attributes:
        batch: what it learned from.
        layers: from the first hidden layer to the output; counted from 0.
        activation: what follows every hidden layer.
        probabilities: float32 (N, 10), softmax of the logits.
        losses: float32 (N,), -ln of each label's probability.
        loss: their mean.
        loss_after: of the same batch after the step, with the same zeros of dropout.
        rule: how the optimiser moved the weights.
    """

    batch: Batch
    layers: tuple[LayerReport, ...]
    activation: Activation
    probabilities: Tensor
    losses: Tensor
    loss: float
    loss_after: float
    rule: UpdateRule

    @property
    def logits(self) -> Tensor:
        """float32 (N, 10)."""
        return self.layers[-1].sums

    @property
    def errors(self) -> Tensor:
        """What it says minus what is true, P - Y: float32 (N, 10)."""
        return self.probabilities - F.one_hot(self.batch.labels, CLASSES)

    @property
    def gradients(self) -> tuple[Tensor, ...]:
        """As ``[p.grad for p in model.parameters()]``: every layer's weights, then its biases."""
        return tuple(part.gradient for layer in self.layers for part in (layer.weight, layer.bias))

    @property
    def first_nonfinite(self) -> Stage | None:
        """The first stage of the step with NaN or an infinite number in it; None if there is none.

        In the order of the step: forward, back, update.
        """
        return first_nonfinite(self._stages())

    @property
    def nbytes(self) -> int:
        """The memory that the report holds; what several of its tensors share counts once."""
        storages = {t.untyped_storage().data_ptr(): t.untyped_storage() for t in _tensors(self)}
        return sum(storage.nbytes() for storage in storages.values())

    def layer(self, layer: int) -> LayerReport:
        """The layer, counted from 0.

        Raises:
            InspectionError: ``no_such_layer``.
        """
        return self.layers[check_index("layer", layer, len(self.layers))]

    def arithmetic(self, layer: int, part: Part = "weight") -> Arithmetic:
        """The optimiser's formulas for all weights or biases of a layer, float32.

        Raises:
            InspectionError: ``no_such_layer``.
        """
        chosen: ParameterStep = getattr(self.layer(layer), part)
        return arithmetic(self.rule, chosen.before, chosen.gradient, chosen.moments)

    def weight_arithmetic(self, layer: int, neuron: int, source: int | None) -> Arithmetic:
        """The optimiser's formulas for one weight; its tensors are single numbers, float64.

        Args:
            source: which of the layer's inputs the weight comes from; None for the bias.

        Raises:
            InspectionError: ``no_such_layer``, ``no_such_neuron`` or ``no_such_weight``.
        """
        chosen, index = self.parameter(layer, neuron, source)
        one = [each[index].double() for each in (chosen.before, chosen.gradient, *chosen.moments)]
        return arithmetic(self.rule, one[0], one[1], tuple(one[2:]))

    def parameter(
        self, layer: int, neuron: int, source: int | None
    ) -> tuple[ParameterStep, tuple[int, ...]]:
        """Where a weight stands, or with None a bias: in which tensor, and there at which index.

        Raises:
            InspectionError: ``no_such_layer``, ``no_such_neuron`` or ``no_such_weight``.
        """
        chosen = self.layer(layer)
        neurons, inputs = chosen.weight.before.shape
        row = check_index("neuron", neuron, neurons)
        if source is None:
            return chosen.bias, (row,)
        return chosen.weight, (row, check_index("weight", source, inputs))

    def _stages(self) -> Iterator[tuple[Stage, tuple[Tensor, ...]]]:
        layers = list(enumerate(self.layers))
        yield Stage("images"), (self.batch.images,)
        for number, layer in layers:
            yield Stage("weights", number), (layer.weight.before, layer.bias.before)
            yield Stage("sums", number), (layer.sums,)
            yield Stage("activations", number), (layer.outputs,)
        yield Stage("losses"), (self.losses, torch.tensor(self.loss))
        for number, layer in reversed(layers):
            yield Stage("outputs_gradient", number), (layer.outputs_gradient,)
            yield Stage("sums_gradient", number), (layer.sums_gradient,)
            yield Stage("gradient", number), (layer.weight.gradient, layer.bias.gradient)
        for number, layer in layers:
            yield Stage("weights_after", number), (layer.weight.after, layer.bias.after)
        yield Stage("loss_after"), (torch.tensor(self.loss_after),)


def _tensors(value: object) -> Iterator[Tensor]:
    """All tensors of a report, wherever in it they are."""
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _tensors(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _tensors(getattr(value, field.name))
