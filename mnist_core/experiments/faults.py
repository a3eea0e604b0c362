"""The faults that a mystery run may have: each one thing in a program that is otherwise right."""

from __future__ import annotations

import random
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mnist_core.config import SEEDS, TrainingConfig

HEALTHY = TrainingConfig(
    hidden_sizes=(64,), optimizer="sgd", learning_rate=0.02, training_images=12_000, epochs=8
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    Attributes:
        settings: those that are wrong, by name; nothing where no setting can say the fault.
        clears_gradients: whether each step begins with ``zero_grad``.
        learns_test_images: whether the test images take the place of as many training images.
    """

    settings: Mapping[str, Any] = field(default_factory=dict)
    clears_gradients: bool = True
    learns_test_images: bool = False

    def config(self, seed: int) -> TrainingConfig:
        """The settings of the run that has it."""
        return replace(HEALTHY, seed=seed, **self.settings)


# By name, in the order in which a learner chooses among them.
FAULTS: Mapping[str, Fault] = {
    "rate_times_100": Fault({"learning_rate": 100 * HEALTHY.learning_rate}),
    "no_zero_grad": Fault(clears_gradients=False),
    "sorted_images": Fault({"order": "sorted"}),
    "wrong_labels": Fault({"label_noise": 0.3}),
    "not_normalized": Fault({"normalize": False}),
    "test_in_training": Fault(learns_test_images=True),
    "weights_zero": Fault({"initial_weights": "zeros"}),
}


def fault_of(seed: int) -> str:
    """Which fault the run with this seed has; all are equally likely."""
    return tuple(FAULTS)[int(random.Random(seed).random() * len(FAULTS))]


def new_seed(before: Collection[str] = ()) -> int:
    """A seed that nobody can foresee, of a fault that is none of those ``before``.

    Raises:
        ValueError: no other fault is left.
    """
    if not set(FAULTS) - set(before):
        raise ValueError("there is no other fault")
    while fault_of(seed := secrets.randbelow(SEEDS.maximum + 1)) in before:
        pass
    return seed


def kept_images(training: int, test: int) -> int:
    """How many training images stay where the test images are mixed in."""
    return max(training - test, 0)
