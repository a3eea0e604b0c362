"""Layers without an activation function: their matrices multiplied out are a single layer."""

from __future__ import annotations

from dataclasses import replace

import torch

from mnist_core.config import TrainingConfig
from mnist_core.data import Mnist, inputs_for
from mnist_core.experiments.experiment import Experiment, Results, Verdict
from mnist_core.experiments.prediction import Choice
from mnist_core.model import MLP

NONE = TrainingConfig(hidden_sizes=(), training_images=20_000, epochs=3)
DEEP = replace(NONE, hidden_sizes=(128, 128), activation="identity")


def multiplied_out(model: MLP) -> tuple[torch.Tensor, torch.Tensor]:
    """The one layer that linear layers come to: weights float64 (10, 784) and biases (10,)."""
    first, *others = model.linear_layers
    weights, biases = first.weight.detach().double(), first.bias.detach().double()
    for layer in others:
        matrix = layer.weight.detach().double()
        weights, biases = matrix @ weights, matrix @ biases + layer.bias.detach().double()
    return weights, biases


def same_answers(model: MLP, images: torch.Tensor) -> int:
    """For how many uint8 images (N, 28, 28) the one layer gives the network's own answer."""
    weights, biases = multiplied_out(model)
    with torch.inference_mode():
        inputs = inputs_for(model, images).flatten(1)
        answers = model(inputs).argmax(dim=1)
        return int((answers == (inputs.double() @ weights.T + biases).argmax(dim=1)).sum())


def _measure(results: Results, mnist: Mnist) -> Verdict:
    none, deep, relu = (results[name].test_accuracy for name in ("none", "deep", "relu"))
    middle = (none + relu) / 2
    figures = {
        "none_accuracy": none,
        "deep_accuracy": deep,
        "relu_accuracy": relu,
        "same_answers": same_answers(results["deep"].model, mnist.test.images),
        "test_images": len(mnist.test),
    }
    # Rounding may turn an answer where two digits are all but equal.
    same = figures["same_answers"] >= 0.999 * len(mnist.test)
    return Verdict("like_none" if deep < middle else "like_relu", deep < middle and same, figures)


EXPERIMENT = Experiment(
    group="network",
    plans={"none": NONE, "deep": DEEP, "relu": replace(DEEP, activation="relu")},
    question=Choice(("like_relu", "like_none")),
    measure=_measure,
    then=replace(DEEP, activation="leaky_relu"),
    facts={"deep_parameters": DEEP.parameters, "none_parameters": NONE.parameters},
)
