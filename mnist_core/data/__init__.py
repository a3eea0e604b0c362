"""MNIST, its batches, and other people's handwriting made out of it."""

from mnist_core.data.augmentation import augment
from mnist_core.data.batches import Batches, epoch_order, order_of
from mnist_core.data.mnist import (
    Mnist,
    Split,
    Splits,
    inputs_for,
    load_mnist,
    normalise,
    split_validation,
    splits_for,
)
from mnist_core.data.torchvision_import import datasets

__all__ = [
    "Batches",
    "Mnist",
    "Split",
    "Splits",
    "augment",
    "datasets",
    "epoch_order",
    "inputs_for",
    "load_mnist",
    "normalise",
    "order_of",
    "split_validation",
    "splits_for",
]
