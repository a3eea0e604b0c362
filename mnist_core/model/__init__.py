"""The multilayer perceptron, its activations, and its weights as bytes."""

from mnist_core.model.activations import ACTIVATIONS
from mnist_core.model.checkpoint import model_from, take_weights
from mnist_core.model.mlp import MLP, Dropout, build_model, layer_table

__all__ = [
    "ACTIVATIONS",
    "MLP",
    "Dropout",
    "build_model",
    "layer_table",
    "model_from",
    "take_weights",
]
