"""The lines of PyTorch that make the network of the Model page."""

from __future__ import annotations

from mnist_core.config import INPUT_SIZE, TrainingConfig
from mnist_core.export import pieces
from ui.text import BLANK, Line, Listing, Row, commented, listing

ACTIVATION_LINES = {
    "relu": "nn.ReLU()",
    "leaky_relu": "nn.LeakyReLU()",
    "gelu": "nn.GELU()",
    "tanh": "nn.Tanh()",
    "sigmoid": "nn.Sigmoid()",
    "identity": "nn.Identity()",
}


def model(config: TrainingConfig) -> Listing:
    """The network as `nn.Sequential`, with the shapes of a batch that passes through it."""
    return listing(
        config,
        Line("import torch", "import_torch"),
        Line("from torch import nn", "import_nn"),
        BLANK,
        *commented([pieces.weights_seed(config)]),
        BLANK,
        Line("model = nn.Sequential(", "sequential"),
        *_layers(config),
        Line(")", "sequential"),
        *commented(pieces.initial_weights(config)),
    )


def _activation(config: TrainingConfig) -> Line:
    key = "identity" if config.activation == "identity" else "activation"
    return Line(f"    {ACTIVATION_LINES[config.activation]},", key)


def _layers(config: TrainingConfig) -> list[Row]:
    batch, sizes = config.batch_size, pieces.layer_sizes(config)
    flat = f"({batch}, 1, 28, 28) -> ({batch}, {INPUT_SIZE})"
    lines: list[Row] = [Line("    nn.Flatten(),", "flatten", flat)]
    for number, (inputs, outputs) in enumerate(sizes, start=1):
        key = "linear_last" if number == len(sizes) else "linear"
        shapes = f"({batch}, {inputs}) -> ({batch}, {outputs})"
        values = {"inputs": inputs, "outputs": outputs}
        lines.append(Line(f"    nn.Linear({inputs}, {outputs}),", key, shapes, values))
        if key == "linear":
            lines.append(_activation(config))
            if config.dropout:
                lines.append(Line(f"    nn.Dropout({config.dropout}),", "dropout"))
    return lines
