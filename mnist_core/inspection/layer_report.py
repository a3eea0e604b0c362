"""What came about in one layer during a step: forward, back, and its weights' own step."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True, slots=True)
class ParameterStep:
    """A layer's weights (out, in), or its biases (out,), before, in and after the step; float32.

    Attributes:
        before, after: the step's two ends; ``after`` is torch's optimiser's.
        gradient: of the batch's mean loss.
        moments: what the optimiser keeps of the steps before, each of the same shape: Adam's
            first and second moment, SGD's velocity; empty in the optimiser's first step.
        previous_gradient: what ``zero_grad`` clears, the gradient of the step before; None where
            there is none.
    """

    before: Tensor
    gradient: Tensor
    after: Tensor
    moments: tuple[Tensor, ...]
    previous_gradient: Tensor | None

    @property
    def change(self) -> Tensor:
        """How far each has moved."""
        return self.after - self.before

    @property
    def added_gradient(self) -> Tensor | None:
        """What ``backward`` would leave without ``zero_grad``: it adds to what is there."""
        if self.previous_gradient is None:
            return None
        return self.previous_gradient + self.gradient


@dataclass(frozen=True, slots=True)
class LayerReport:
    """A fully connected layer with what follows it; float32 throughout, N images.

    Attributes:
        name: ``hidden_1`` ..., ``output``.
        inputs: (N, in), what comes in.
        sums: (N, out), inputs x weights + bias; of the output layer, the logits.
        activations: (N, out), f(sums); of the output layer, the sums themselves.
        mask: (N, out), what dropout multiplies the activations by: 0, or 1 / (1 - p); None where
            there is no dropout.
        outputs: (N, out), what goes on to the next layer: activations x mask.
        sums_gradient: (N, out), of the batch's mean loss; for the logits (P - Y) / N.
        outputs_gradient: (N, out), the same for the outputs.
        weight: (out, in); one row a neuron.
        bias: (out,).
    """

    name: str
    inputs: Tensor
    sums: Tensor
    activations: Tensor
    mask: Tensor | None
    outputs: Tensor
    sums_gradient: Tensor
    outputs_gradient: Tensor
    weight: ParameterStep
    bias: ParameterStep
