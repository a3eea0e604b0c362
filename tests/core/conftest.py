"""What the core's tests share: one thread, MNIST once, and a small part of it."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from mnist_core.data.mnist import Mnist, Split, Splits, load_mnist

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def mnist() -> Mnist:
    return load_mnist(DATA)


@pytest.fixture(scope="session")
def small_mnist(mnist: Mnist) -> Mnist:
    """2,000 training images, 500 test images."""
    return Mnist(mnist.train.select(slice(2000)), mnist.test.select(slice(500)))


@pytest.fixture(scope="session")
def small_splits(small_mnist: Mnist) -> Splits:
    test: Split = small_mnist.test
    return Splits(small_mnist.train, test, test, "test")
