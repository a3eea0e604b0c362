"""One picture's answer: probabilities, the digit, and what every hidden layer made of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from mnist_core.data import inputs_for
from mnist_core.model import MLP

# Below this probability the answer is called "not sure".
SURE = 0.7


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a network says about one picture.

    Attributes:
        probabilities: float32 (10,), adding up to 1.
        digit: the likeliest one.
        runner_up: the second likeliest.
        logits: float32 (10,), what softmax made the probabilities of.
        activations: every hidden layer's output after its activation, float32 (width,) each;
            empty for a model that is no :class:`~mnist_core.model.mlp.MLP`.
        sure: whether the digit's probability reaches :data:`SURE`.
    """

    probabilities: NDArray[np.float32]
    digit: int
    runner_up: int
    logits: NDArray[np.float32]
    activations: tuple[NDArray[np.float32], ...]
    sure: bool


def predict(model: nn.Module, picture: NDArray[np.uint8]) -> Prediction:
    """Answer for one picture, prepared exactly as in its training.

    Args:
        model: float32 (1, 28, 28), as its ``normalize`` says -> logits (1, 10); used in eval
            mode and put back.
        picture: uint8 (28, 28), white ink on black, as ``drawing.prepare`` makes it.
    """
    if picture.shape != (28, 28) or picture.dtype != np.uint8:
        raise ValueError(f"a picture is uint8 (28, 28), not {picture.dtype} {picture.shape}")
    training = model.training
    model.eval()
    try:
        with torch.inference_mode():
            logits, activations = _forward(model, inputs_for(model, torch.tensor(picture)[None]))
    finally:
        model.train(training)
    probabilities = torch.softmax(logits, dim=0)
    first, second = probabilities.argsort(descending=True, stable=True)[:2].tolist()
    return Prediction(
        probabilities.numpy(),
        first,
        second,
        logits.numpy(),
        tuple(activation.numpy() for activation in activations),
        sure=bool(probabilities[first] >= SURE),
    )


def _forward(model: nn.Module, images: Tensor) -> tuple[Tensor, list[Tensor]]:
    """Logits (10,) and the hidden layers' activations of a batch of one, on the CPU."""
    parameter = next(model.parameters(), None)
    values = images if parameter is None else images.to(parameter.device)
    if not isinstance(model, MLP):
        return model(values)[0].cpu(), []
    hidden = []
    linear = model.linear_layers
    for layer in model.layers:
        if layer in linear[1:]:  # what the next layer sees is this hidden layer's output
            hidden.append(values[0].cpu())
        values = layer(values)
    return values[0].cpu(), hidden
