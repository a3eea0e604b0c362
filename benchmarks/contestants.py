"""The tutorial's training by several hands.  Run by benchmarks.training, one process for each.

Every contestant trains 784-512-256-10 with ReLU, cross-entropy, Adam 1e-3 and batches of 64 for
the epochs asked for, scoring the 10,000 test images after each, from data in memory or on disk
as it is its way.  Imports, loading and compiling happen before the clock starts.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch

from mnist_core.config import MEAN, STD, TrainingConfig
from mnist_core.data import (
    datasets,
    epoch_order,
    load_mnist,
    normalise,
    split_validation,
)
from mnist_core.model import MLP, build_model
from mnist_core.runs import RunQueue
from mnist_core.store import open_store
from mnist_core.tracking import EpochMetrics
from mnist_core.training import train

# isort: split
from torchvision import transforms  # only after _torchvision: see there

DATA = str(Path(__file__).parents[1] / "data")
SEED = 0

# From epochs and seed: yields the test accuracy after each epoch; what comes before the first
# ``next`` is not timed.
Contestant = Callable[[int, int], Iterator[float]]


def literal(epochs: int, seed: int = SEED) -> Iterator[float]:
    """The tutorial as it is written: DataLoader, ToTensor and Normalize for every sample."""
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((MEAN,), (STD,))])
    train_set = datasets.MNIST(DATA, train=True, transform=transform)
    test_set = datasets.MNIST(DATA, train=False, transform=transform)
    order = torch.Generator().manual_seed(seed)
    train_loader = torch.utils.data.DataLoader(
        train_set, batch_size=64, shuffle=True, generator=order
    )
    test_loader = torch.utils.data.DataLoader(test_set, batch_size=1000)
    torch.manual_seed(seed)
    model = MLP()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    criterion = torch.nn.CrossEntropyLoss()
    yield 0.0
    for _ in range(epochs):
        model.train()
        running_loss = 0.0
        for images, labels in train_loader:
            optimizer.zero_grad()
            loss = criterion(model(images), labels)
            loss.backward()
            optimizer.step()
            running_loss += loss.item()
        model.eval()
        right = 0
        with torch.no_grad():
            for images, labels in test_loader:
                right += int((model(images).argmax(1) == labels).sum())
        yield right / len(test_set)


def _ours(epochs: int, seed: int, *, readable: bool) -> Iterator[float]:
    splits = split_validation(load_mnist(DATA), 0, seed)
    config = TrainingConfig(epochs=epochs, seed=seed)
    events = train(build_model(config), splits, config, readable=readable)
    yield 0.0
    for event in events:
        if isinstance(event, EpochMetrics):
            yield event.held_out_accuracy


def digit_lab(epochs: int, seed: int = SEED) -> Iterator[float]:
    """train(): what the app does, an event for every batch."""
    return _ours(epochs, seed, readable=False)


def watched(epochs: int, seed: int = SEED) -> Iterator[float]:
    """A run in the queue, kept in a store on disk and looked at twice a second as the page does."""
    from ui.results import CHART_POINTS
    from ui.train import LIVE_SECONDS

    with tempfile.TemporaryDirectory() as folder:
        mnist = load_mnist(DATA)
        queue = RunQueue(lambda: mnist, slots=1, store=open_store(Path(folder)))
        yield 0.0
        run_id = queue.submit("learner", TrainingConfig(epochs=epochs, seed=seed))
        while not queue.wait("learner", run_id, LIVE_SECONDS):
            history = queue.snapshot("learner", run_id).history
            history.downsampled(CHART_POINTS)
            history.smoothed_losses()
        history = queue.snapshot("learner", run_id).history
        yield from (epoch.held_out_accuracy for epoch in history.epochs)
        queue.close()


def readable_step(epochs: int, seed: int = SEED) -> Iterator[float]:
    """train(readable=True): the same batches from memory, with autograd."""
    return _ours(epochs, seed, readable=True)


def _arrays() -> tuple[Any, Any, Any, Any]:
    mnist = load_mnist(DATA)
    return (
        normalise(mnist.train.images).flatten(1).numpy(),
        mnist.train.labels.numpy(),
        normalise(mnist.test.images).flatten(1).numpy(),
        mnist.test.labels.numpy(),
    )


def jax_scan(epochs: int, seed: int = SEED) -> Iterator[float]:
    """JAX: an epoch as one compiled scan, Adam written out; the literal loop's batches."""
    import jax
    import jax.numpy as jnp

    images, labels, test_images, test_labels = (jnp.asarray(array) for array in _arrays())
    weights = [jnp.asarray(p.detach().numpy()) for p in build_model(TrainingConfig()).parameters()]
    zeros = [jnp.zeros_like(weight) for weight in weights]

    def logits_of(weights: Any, batch: Any) -> Any:
        for layer in range(0, len(weights), 2):
            batch = batch @ weights[layer].T + weights[layer + 1]
            batch = jax.nn.relu(batch) if layer + 2 < len(weights) else batch
        return batch

    def loss_of(weights: Any, batch: Any, truth: Any) -> Any:
        log_probabilities = jax.nn.log_softmax(logits_of(weights, batch))
        return -jnp.take_along_axis(log_probabilities, truth[:, None], axis=1).mean()

    def step(state: Any, indices: Any) -> Any:
        weights, mean, square, count = state
        loss, gradient = jax.value_and_grad(loss_of)(weights, images[indices], labels[indices])
        count = count + 1
        mean = [0.9 * m + 0.1 * g for m, g in zip(mean, gradient, strict=True)]
        square = [0.999 * s + 0.001 * g * g for s, g in zip(square, gradient, strict=True)]
        rate, root = 1e-3 / (1 - 0.9**count), jnp.sqrt(1 - 0.999**count)
        weights = [
            w - rate * m / (jnp.sqrt(s) / root + 1e-8)
            for w, m, s in zip(weights, mean, square, strict=True)
        ]
        return (weights, mean, square, count), loss

    scan = jax.jit(lambda state, order: jax.lax.scan(step, state, order))
    score = jax.jit(
        lambda weights: (logits_of(weights, test_images).argmax(1) == test_labels).mean()
    )
    generator = torch.Generator().manual_seed(seed)
    full = len(labels) // 64 * 64

    def parts(order: torch.Tensor) -> tuple[Any, Any]:
        return (
            jnp.asarray(order[:full].reshape(-1, 64).numpy()),
            jnp.asarray(order[full:].reshape(1, -1).numpy()),
        )

    state = (weights, zeros, zeros, jnp.zeros(()))
    for part in parts(torch.arange(len(labels))):  # compiles; the result is thrown away
        jax.block_until_ready(scan(state, part))
    float(score(weights))
    yield 0.0
    for _ in range(epochs):
        for part in parts(epoch_order(generator, len(labels))):
            state, losses = scan(state, part)
        np.asarray(losses)
        yield float(score(state[0]))


def scikit_learn(epochs: int, seed: int = SEED) -> Iterator[float]:
    """scikit-learn's MLPClassifier, its own initial weights and order."""
    from sklearn.neural_network import MLPClassifier

    images, labels, test_images, test_labels = _arrays()
    model = MLPClassifier((512, 256), batch_size=64, alpha=0.0, random_state=seed)
    yield 0.0
    for _ in range(epochs):
        model.partial_fit(images, labels, classes=np.arange(10))
        yield float(model.score(test_images, test_labels))


def keras_fit(epochs: int, seed: int = SEED) -> Iterator[float]:
    """Keras on whichever backend it finds; compiled on one batch before the clock starts."""
    import keras

    images, labels, test_images, test_labels = _arrays()
    layers = [
        keras.layers.Dense(512, "relu"),
        keras.layers.Dense(256, "relu"),
        keras.layers.Dense(10),
    ]
    model = keras.Sequential([keras.Input((784,)), *layers])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(1e-3), loss, metrics=["accuracy"])
    model.fit(images[:64], labels[:64], batch_size=64, verbose=0)
    yield 0.0
    for _ in range(epochs):
        model.fit(images, labels, batch_size=64, verbose=0)
        yield float(model.evaluate(test_images, test_labels, batch_size=1000, verbose=0)[1])


CONTESTANTS: dict[str, Contestant] = {
    "literal": literal,
    "readable": readable_step,
    "ours": digit_lab,
    "watched": watched,
    "jax": jax_scan,
    "sklearn": scikit_learn,
    "keras": keras_fit,
}


def installed() -> list[str]:
    """The contestants that can be run here."""
    return [
        name for name in CONTESTANTS if name not in ("jax", "sklearn", "keras") or find_spec(name)
    ]


def main() -> None:
    """Train as told and print one line of JSON: CPU and wall seconds and accuracies by epoch."""
    parser = argparse.ArgumentParser()
    parser.add_argument("contestant", choices=CONTESTANTS)
    parser.add_argument("--epochs", type=int, required=True)
    parser.add_argument("--threads", type=int, default=None)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    accuracies = CONTESTANTS[arguments.contestant](arguments.epochs, arguments.seed)
    next(accuracies)
    cpu, wall = time.process_time(), time.perf_counter()
    reached = list(accuracies)
    result = {
        "cpu": (time.process_time() - cpu) / arguments.epochs,
        "wall": (time.perf_counter() - wall) / arguments.epochs,
        "accuracies": reached,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
