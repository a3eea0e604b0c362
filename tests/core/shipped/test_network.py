"""The shipped network is the one that was measured, and does what is said of it."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import pytest

from mnist_core.config.folders import APP_FOLDER
from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.mnist import Mnist
from mnist_core.experiments.drawn_digits import drawn_digits
from mnist_core.shipped import network
from mnist_core.training.loop import evaluate

# Whoever trains it anew (`python -m tools.train_shipped_network`) writes the new one here.
SHA256 = "f4c3af11bf62fc04195d5aec3a1645bb21cc2fc5818b236b1117cf5fd4bc3c0d"


def test_file_is_the_one_that_was_measured() -> None:
    kept = network.FILE.read_bytes()
    assert hashlib.sha256(kept).hexdigest() == SHA256
    assert round(len(kept) / network.KILOBYTE) == network.figures().kilobytes < 150


def test_stated_accuracies(mnist: Mnist) -> None:
    """They are what is measured on the weights as they are kept."""
    known, model = network.figures(), network.model()
    assert evaluate(model, mnist.test).accuracy == pytest.approx(known.test_accuracy, abs=1e-4)
    for hand in ("tidy", "hurried"):
        stated = {"tidy": known.tidy_accuracy, "hurried": known.hurried_accuracy}[hand]
        assert evaluate(model, drawn_digits(hand)).accuracy == pytest.approx(stated, abs=4e-3)


def test_it_is_loaded_once_and_reads(mnist: Mnist) -> None:
    assert network.model() is network.model()
    assert network.read(mnist.test.images[0].numpy()).digit == int(mnist.test.labels[0])


def test_figures_come_without_torch() -> None:
    code = (
        "import sys; from mnist_core.shipped import figures; figures(); "
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=APP_FOLDER, timeout=60).returncode == 0


def test_packed_comes_apart_again() -> None:
    """Weights and figures are in one file, and its settings are a training's."""
    known = network.figures()
    assert TrainingConfig.from_dict(known.config).handwriting
    assert network.packed(network.FILE.read_bytes(), known) == network.FILE.read_bytes()
