"""The shipped network and what it can do: one file, of numbers alone.

`python -m tools.train_shipped_network` trains it, measures it, and writes both into the file.
"""

from __future__ import annotations

import functools
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import safetensors
from numpy.typing import NDArray

from mnist_core.config import TrainingConfig

if TYPE_CHECKING:
    from mnist_core.evaluation import Prediction
    from mnist_core.model import MLP

FILE = Path(__file__).with_name("network.safetensors")
KILOBYTE = 1000
_METADATA = "digit_lab"


@dataclass(frozen=True, slots=True)
class Figures:
    """What the file says of its network; the accuracies from 0 to 1, of the weights as kept.

    Attributes:
        config: the settings of its training, as `TrainingConfig.to_dict` gives them.
        test_accuracy: of MNIST's 10,000 test images.
        pen_accuracy: of 1,000 digits that 30 people drew (benchmarks/pen_digits.py).
        tidy_accuracy, hurried_accuracy: of those that a program drew (tools/draw_digits.py).
        kilobytes: the file's size.
    """

    config: dict[str, object]
    test_accuracy: float
    pen_accuracy: float
    tidy_accuracy: float
    hurried_accuracy: float
    kilobytes: int


@functools.cache
def figures() -> Figures:
    """The file's metadata; PyTorch is not needed for that."""
    with safetensors.safe_open(FILE, framework="numpy") as file:
        return Figures(**json.loads(file.metadata()[_METADATA]))


@functools.cache
def model() -> MLP:
    """The network, once for the whole process; in eval mode, not to be changed."""
    from mnist_core.model import model_from

    return model_from(TrainingConfig.from_dict(figures().config), FILE.read_bytes())


def read(picture: NDArray[np.uint8]) -> Prediction:
    """What it says of one prepared picture, uint8 (28, 28)."""
    from mnist_core.evaluation import predict

    return predict(model(), picture)


def packed(weights: bytes, known: Figures) -> bytes:
    """The file's bytes: a network's weights, and what is known of it as their metadata."""
    import safetensors.torch

    metadata = {_METADATA: json.dumps(asdict(known), sort_keys=True)}
    return safetensors.torch.save(safetensors.torch.load(weights), metadata)
