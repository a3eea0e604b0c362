"""The lines of PyTorch that make the network of the Model page."""

from __future__ import annotations

import itertools

from mnist_core.config import CLASSES, INPUT_SIZE, TrainingConfig
from ui.text import Line, _, listing

ACTIVATION_LINES = {
    "relu": "nn.ReLU()",
    "leaky_relu": "nn.LeakyReLU()",
    "gelu": "nn.GELU()",
    "tanh": "nn.Tanh()",
    "sigmoid": "nn.Sigmoid()",
}


def model(config: TrainingConfig) -> str:
    """The network as `nn.Sequential`, with the shapes of a batch that passes through it."""
    return listing(
        "import torch",
        "from torch import nn",
        "",
        (f"torch.manual_seed({config.seed})", _("where the random initial weights begin")),
        "",
        "model = nn.Sequential(",
        *_layers(config),
        ")",
    )


def _layers(config: TrainingConfig) -> list[Line]:
    sizes = (INPUT_SIZE, *config.hidden_sizes, CLASSES)
    batch = config.batch_size
    lines: list[Line] = [("    nn.Flatten(),", f"({batch}, 1, 28, 28) -> ({batch}, {INPUT_SIZE})")]
    for number, (before, after) in enumerate(itertools.pairwise(sizes), start=1):
        shapes = f"({batch}, {before}) -> ({batch}, {after})"
        lines.append((f"    nn.Linear({before}, {after}),", shapes))
        if number <= len(config.hidden_sizes):
            lines.append(f"    {ACTIVATION_LINES[config.activation]},")
            if config.dropout:
                lines.append(f"    nn.Dropout({config.dropout}),")
    return lines
