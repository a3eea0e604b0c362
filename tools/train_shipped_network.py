"""Train the network that the repository ships: `python -m tools.train_shipped_network`.

Writes `mnist_core/shipped/network.safetensors` with its figures in it, and its section of
benchmarks/README.md.  The same machine writes the same bytes each time.  It takes about a minute
of one core, and the pen digits in ../shared.
"""

from __future__ import annotations

import sys
import time
from dataclasses import asdict, replace

import numpy as np
import torch

from benchmarks.drawn_digits import prepared
from benchmarks.pen_digits import PEN_DIGITS, load_pen_digits
from benchmarks.report import machine, table, write_section
from mnist_core.config import TrainingConfig
from mnist_core.data import Mnist, load_mnist, splits_for
from mnist_core.experiments.drawn_digits import drawn_digits
from mnist_core.model import MLP, build_model, model_from, take_weights
from mnist_core.shipped.network import FILE, KILOBYTE, Figures, packed
from mnist_core.training import evaluate, train

# As the preset for real handwriting, with layers so narrow that the file stays small.
CONFIG = TrainingConfig(
    hidden_sizes=(64, 32),
    learning_rate=3e-3,
    batch_size=128,
    epochs=20,
    schedule="one_cycle",
    handwriting=True,
)


def trained(mnist: Mnist) -> bytes:
    """The weights after the last epoch, in half precision."""
    model = build_model(CONFIG)
    for _event in train(model, splits_for(mnist, CONFIG), CONFIG):
        pass
    weights = take_weights(model, CONFIG.epochs, finished=True).half
    assert weights is not None
    return weights


def measured(model: MLP, mnist: Mnist) -> Figures:
    """What the network can do; the file's size is not known yet."""
    digits = load_pen_digits()
    labels = np.array([digit.label for digit in digits])
    tidy, hurried = (evaluate(model, drawn_digits(hand)) for hand in ("tidy", "hurried"))
    return Figures(
        config=CONFIG.to_dict(),
        test_accuracy=evaluate(model, mnist.test).accuracy,
        pen_accuracy=prepared(digits).accuracy(model, labels),
        tidy_accuracy=tidy.accuracy,
        hurried_accuracy=hurried.accuracy,
        kilobytes=0,
    )


def report(known: Figures, seconds: float) -> str:
    """The section of benchmarks/README.md."""
    names = {
        "test_accuracy": "MNIST's 10,000 test images",
        "pen_accuracy": "1,000 digits that 30 people drew (see *Drawn digits*)",
        "tidy_accuracy": "200 digits that a program drew, tidy (`tools/draw_digits.py`)",
        "hurried_accuracy": "300 of them, hurried",
    }
    figures = asdict(known)
    rows = [[words, f"{100 * figures[name]:.2f}"] for name, words in names.items()]
    return "\n\n".join(
        [
            "## The network that the repository ships",
            f"`python -m tools.train_shipped_network` on {machine()}: {seconds:.0f} CPU s.",
            f"{' – '.join(map(str, (784, *CONFIG.hidden_sizes, 10)))}, {CONFIG.parameters:,} "
            f"parameters in half precision, {known.kilobytes} kB; {CONFIG.epochs} epochs of bent "
            "images. Nobody whose digits these are was trained on; how MNIST's images are bent was "
            "chosen with the 30 people's among what was looked at.",
            table(["it reads of", "%"], rows),
        ]
    )


def main() -> None:
    """Train, measure, write."""
    if not PEN_DIGITS.exists():
        sys.exit(f"The pen digits are not here: {PEN_DIGITS}")
    torch.set_num_threads(1)
    mnist = load_mnist()
    begun = time.thread_time()
    weights = trained(mnist)
    seconds = time.thread_time() - begun
    known = measured(model_from(CONFIG, weights), mnist)
    size = round(len(packed(weights, known)) / KILOBYTE)
    known = replace(known, kilobytes=size)
    FILE.write_bytes(packed(weights, known))
    text = report(known, seconds)
    print(text)
    write_section("shipped_network", text)


if __name__ == "__main__":
    main()
