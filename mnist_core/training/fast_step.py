"""One step of training by hand: backpropagation written out, nothing made anew.

``train_step`` in training.py is what to read first: four lines, and autograd finds the gradient.
Here is what those lines come to for a multilayer perceptron.  The result is the same, bit for
bit on one thread; it takes less time because no graph is recorded, the large arrays are kept for
the next step, and the optimiser's checks are left out.

**Forward.**  A batch is a matrix X with one picture a row, (B, 784).  Each layer multiplies it by
its weights and adds its bias; an activation f bends the result::

    Z1 = X  W1ᵀ + b1      H1 = f(Z1)
    Z2 = H1 W2ᵀ + b2      H2 = f(Z2)
    Z3 = H2 W3ᵀ + b3      the logits, (B, 10)

**Loss.**  Softmax makes probabilities P of the logits; the loss is the mean of -log P[correct].

**Backward.**  How would the loss change if one number changed a little?  Start at the end: for
the logits the answer is beautifully simple, *what the network says minus what is true*::

    D3 = (P - Y) / B      Y: 1 at the correct digit, 0 elsewhere

Every layer then passes it back with the rules that the chain rule gives for ``Z = H Wᵀ + b``::

    ∂loss/∂W = Dᵀ H       each weight: what came in through it times what is asked at its end
    ∂loss/∂b = sum of D's rows
    D before = (D W) · f'(Z before)      the way back through the weights, then the bend

The optimiser then moves all weights a little against these gradients.

(Rumelhart, Hinton and Williams 1986; the notation is that of Nielsen's *Neural Networks and Deep
Learning*, chapter 2, with one picture a row as PyTorch has it.)
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from mnist_core.config import CLASSES, TrainingConfig
from mnist_core.model import ACTIVATIONS, MLP, Dropout
from mnist_core.training.optimizers import build_update


class FastStep:
    """A training step for ``model``, whose weights it updates in place.

    Args:
        batch_size: of the largest batch that will come.
    """

    def __init__(self, model: MLP, config: TrainingConfig, batch_size: int) -> None:
        layers = model.linear_layers
        self.activation = ACTIVATIONS[model.activation]
        self.dropouts = [layer for layer in model.layers if isinstance(layer, Dropout)]
        self.weights = [layer.weight.detach() for layer in layers]
        self.biases = [layer.bias.detach() for layer in layers]
        self.weight_gradients = [torch.empty_like(weight) for weight in self.weights]
        self.bias_gradients = [torch.empty_like(bias) for bias in self.biases]
        self.update = build_update(
            config,
            [*self.weights, *self.biases],
            [*self.weight_gradients, *self.bias_gradients],
        )
        # Windows onto memory are made once: making one takes as long as a small sum.
        self.weights_transposed = [weight.t() for weight in self.weights]
        self.whole = _Arrays.empty(batch_size, self.weights)
        self.parts: dict[int, _Arrays] = {batch_size: self.whole}
        device = self.weights[0].device
        self.one_hot = torch.eye(CLASSES, device=device)
        # A CUDA graph reads the rate where it lies, so there it lies on the device.
        self.rate: float | Tensor = config.learning_rate
        if device.type == "cuda":
            self.rate = torch.tensor(config.learning_rate, device=device)

    @staticmethod
    def covers(model: nn.Module) -> bool:
        """Whether the formulas above are this model's: our MLP, in float32, all of it learning."""
        return type(model) is MLP and all(
            parameter.dtype == torch.float32 and parameter.requires_grad
            for parameter in model.parameters()
        )

    def __call__(
        self, images: Tensor, labels: Tensor, learning_rate: float
    ) -> tuple[Tensor, Tensor]:
        """Train on one batch.

        Args:
            images: normalised float32 (B, 28, 28).
            labels: int64 (B,).

        Returns:
            The batch's mean loss and its logits (B, 10), both from before the update.  The logits
            are overwritten by the next step.
        """
        self.set_learning_rate(learning_rate)
        return self.run(images, labels)

    def set_learning_rate(self, learning_rate: float) -> None:
        """For the steps to come."""
        if isinstance(self.rate, Tensor):
            self.rate.fill_(learning_rate)
        else:
            self.rate = learning_rate

    @torch.no_grad()
    def run(self, images: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        """The step itself, at the learning rate that was set last."""
        count = len(labels)
        if count not in self.parts:
            self.parts[count] = self.whole.first(count)
        arrays = self.parts[count]
        inputs, outputs, masks = self._forward(images.flatten(start_dim=1), arrays)
        logits = arrays.sums[-1]
        loss, delta = loss_and_delta(logits, labels, self.one_hot)
        self._backward(inputs, outputs, masks, arrays, delta)
        self.update(self.rate)
        return loss, logits

    def _forward(
        self, images: Tensor, arrays: _Arrays
    ) -> tuple[list[Tensor], list[Tensor], list[Tensor]]:
        """Fill the sums.

        Returns:
            What goes into each layer; the activations' outputs H, which without dropout are the
            same tensors; and what dropout multiplied each of them by.
        """
        inputs, outputs, masks = [images], [], []
        last = len(self.weights) - 1
        for layer, z in enumerate(arrays.sums):
            bias, weight_transposed = self.biases[layer], self.weights_transposed[layer]
            torch.addmm(bias, inputs[layer], weight_transposed, out=z)  # Z = H Wᵀ + b
            if layer < last:
                h = self.activation.function(z)  # H = f(Z)
                outputs.append(h)  # as it is: f' is worked out from it, not from H with holes
                if self.dropouts:
                    masks.append(self.dropouts[layer].mask_like(h))
                    h = h * masks[layer]
                inputs.append(h)
        return inputs, outputs, masks

    def _backward(
        self,
        inputs: list[Tensor],
        outputs: list[Tensor],
        masks: list[Tensor],
        arrays: _Arrays,
        delta: Tensor,
    ) -> None:
        """Fill all gradients, from the last layer to the first."""
        for layer in range(len(inputs) - 1, -1, -1):
            torch.mm(delta.t(), inputs[layer], out=self.weight_gradients[layer])  # Dᵀ H
            torch.sum(delta, dim=0, out=self.bias_gradients[layer])
            if layer == 0:
                return  # the pictures are not to be learned
            before, z = arrays.deltas[layer - 1], arrays.sums[layer - 1]
            torch.mm(delta, self.weights[layer], out=before)  # D W
            if masks:
                before.mul_(masks[layer - 1])
            delta = self.activation.backward(before, z, outputs[layer - 1])  # · f'(Z)

    def release(self) -> None:
        """Nothing is held: the model's own gradients were never used."""


@dataclass(frozen=True, slots=True)
class _Arrays:
    """Z and D of every layer, (B, width) each."""

    sums: list[Tensor]
    deltas: list[Tensor]

    @classmethod
    def empty(cls, batch_size: int, weights: list[Tensor]) -> _Arrays:
        """For layers with these weights."""
        shapes = [(batch_size, len(weight)) for weight in weights]
        empty = weights[0].new_empty
        return cls([empty(shape) for shape in shapes], [empty(shape) for shape in shapes])

    def first(self, count: int) -> _Arrays:
        """The same memory, for a smaller batch."""
        return _Arrays([z[:count] for z in self.sums], [d[:count] for d in self.deltas])


def loss_and_delta(logits: Tensor, labels: Tensor, one_hot: Tensor) -> tuple[Tensor, Tensor]:
    """The mean loss, and D = (P - Y) / B for the logits, (B, 10).

    D is worked out by the function that autograd calls for it: ``log_probabilities.exp()`` would
    differ in the last bit, and of such bits grows, within an epoch, another network.  That
    function is not public (no public one rounds likewise); where it is missing, autograd itself
    is asked, in more time.
    """
    log_probabilities = logits.log_softmax(dim=1)
    loss = F.nll_loss(log_probabilities, labels)
    if _LOG_SOFTMAX_BACKWARD is None:
        return loss, delta_by_autograd(logits, labels)
    truth = one_hot.index_select(0, labels).div_(-len(labels))
    delta: Tensor = _LOG_SOFTMAX_BACKWARD(truth, log_probabilities, 1, torch.float32)
    return loss, delta


def delta_by_autograd(logits: Tensor, labels: Tensor) -> Tensor:
    """The same D by public means."""
    with torch.enable_grad():
        leaf = logits.detach().requires_grad_()
        return torch.autograd.grad(F.cross_entropy(leaf, labels), leaf)[0]


_LOG_SOFTMAX_BACKWARD = getattr(torch.ops.aten, "_log_softmax_backward_data", None)
