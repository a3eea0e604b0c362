"""The network: a multilayer perceptron from 28 x 28 pixels to ten logits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn

from mnist_core.config import CLASSES, INPUT_SIZE, Activation, TrainingConfig, seed_for
from mnist_core.model.activations import ACTIVATIONS


class Dropout(nn.Module):
    """``nn.Dropout`` with its own generator, so that a run's zeros are its own.

    While training, each number becomes 0 with probability ``probability`` and the others grow by
    ``1 / (1 - probability)``, so that their mean stays; in eval mode nothing is changed.
    """

    def __init__(self, probability: float) -> None:
        super().__init__()
        self.probability = probability
        self.generator: torch.Generator | None = None  # None: torch's global one

    def forward(self, values: Tensor) -> Tensor:
        """Same shape and dtype as ``values``."""
        return values * self.mask_like(values) if self.training else values

    def mask_like(self, values: Tensor) -> Tensor:
        """What to multiply ``values`` by: 0, or the growth of those that are kept."""
        kept = 1 - self.probability
        return torch.empty_like(values).bernoulli_(kept, generator=self.generator).div_(kept)

    def extra_repr(self) -> str:
        return f"p={self.probability}"


class MLP(nn.Module):
    """784 -> hidden sizes -> 10, an activation after every hidden layer.

    Args:
        hidden_sizes: the hidden layers' widths; none makes it a linear classifier.
        activation: what follows each hidden layer.
        dropout: the share of hidden numbers set to 0 in training.
        generator: where the initial weights come from; None takes torch's global generator, and
            the weights are then those of plain ``nn.Linear`` layers made in the same order.
        normalize: whether its images are normalised, or only scaled to 0..1: ``data.inputs_for``
            looks here, so that a network always sees what it was trained on.
    """

    def __init__(
        self,
        hidden_sizes: tuple[int, ...] = (512, 256),
        activation: Activation = "relu",
        dropout: float = 0.0,
        *,
        generator: torch.Generator | None = None,
        normalize: bool = True,
    ) -> None:
        super().__init__()
        self.hidden_sizes = tuple(hidden_sizes)
        self.activation = activation
        self.dropout = dropout
        self.normalize = normalize
        layers: list[nn.Module] = [nn.Flatten()]
        size = INPUT_SIZE
        for width in self.hidden_sizes:
            layers += [_linear(size, width, generator), ACTIVATIONS[activation].module()]
            if dropout:
                layers.append(Dropout(dropout))
            size = width
        layers.append(_linear(size, CLASSES, generator))
        self.layers = nn.Sequential(*layers)

    @property
    def linear_layers(self) -> list[nn.Linear]:
        """The fully connected layers, from the input to the logits."""
        return [layer for layer in self.layers if isinstance(layer, nn.Linear)]

    def draw_dropout_from(self, generator: torch.Generator | None) -> None:
        """From now on dropout's zeros come from ``generator``; None is torch's global one."""
        for layer in self.layers:
            if isinstance(layer, Dropout):
                layer.generator = generator

    def forward(self, images: Tensor) -> Tensor:
        """Float32 (B, 28, 28) or (B, 784), as ``normalize`` says -> logits float32 (B, 10)."""
        logits: Tensor = self.layers(images)
        return logits


def _linear(inputs: int, outputs: int, generator: torch.Generator | None) -> nn.Linear:
    """``nn.Linear`` with its usual random start, drawn from ``generator``.

    ``nn.Linear`` itself can only draw from the global generator, which other trainings of this
    process share.  The draws are those of ``nn.Linear.reset_parameters``: weights and biases
    uniform within ``1 / sqrt(inputs)`` (He et al. 2015 with a = sqrt(5)).
    """
    # On the "meta" device nothing is drawn; to_empty then gives it memory.
    layer = nn.Linear(inputs, outputs, device="meta").to_empty(device="cpu")
    nn.init.kaiming_uniform_(layer.weight, a=math.sqrt(5), generator=generator)
    bound = 1 / math.sqrt(inputs)
    nn.init.uniform_(layer.bias, -bound, bound, generator=generator)
    return layer


def build_model(config: TrainingConfig) -> MLP:
    """The untrained network of ``config``, equal to ``torch.manual_seed(seed); MLP(...)``.

    Other initial weights than those of ``nn.Linear`` take their place: zeros, or draws from the
    standard normal distribution, for every weight and bias, from the same generator.
    """
    generator = torch.Generator().manual_seed(seed_for("weights", config.seed))
    model = network_of(config, generator)
    for parameter in model.parameters():
        if config.initial_weights == "zeros":
            nn.init.zeros_(parameter)
        elif config.initial_weights == "normal":
            nn.init.normal_(parameter, generator=generator)
    return model


def network_of(config: TrainingConfig, generator: torch.Generator) -> MLP:
    """The network of ``config`` with the weights that ``nn.Linear`` draws."""
    return MLP(
        config.hidden_sizes,
        config.activation,
        config.dropout,
        generator=generator,
        normalize=config.normalize,
    )


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One row of the table of layers.

    Attributes:
        name: ``input``, ``hidden_1`` ..., ``output``.
        kind: ``flatten``, ``linear`` or an activation's name.
        input_shape, output_shape: of one image, without the batch.
        parameters: how many weights and biases the row has.
        formula: how that number comes about, ``784 x 512 + 512``; empty where there are none.
    """

    name: str
    kind: str
    input_shape: tuple[int, ...]
    output_shape: tuple[int, ...]
    parameters: int
    formula: str


def layer_table(hidden_sizes: tuple[int, ...], activation: Activation = "relu") -> list[LayerRow]:
    """The network's layers in the order a picture passes them."""
    rows = [LayerRow("input", "flatten", (28, 28), (INPUT_SIZE,), 0, "")]
    sizes = (INPUT_SIZE, *hidden_sizes, CLASSES)
    for number, (before, after) in enumerate(pairwise(sizes), start=1):
        hidden = number <= len(hidden_sizes)
        name = f"hidden_{number}" if hidden else "output"
        formula = f"{before} × {after} + {after}"
        rows.append(LayerRow(name, "linear", (before,), (after,), (before + 1) * after, formula))
        if hidden:
            rows.append(LayerRow(name, activation, (after,), (after,), 0, ""))
    return rows
