"""What a learner can set before training, and the limits of each setting: once, here."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from itertools import pairwise
from typing import Any, Literal

from mnist_core.config.mnist_format import CLASSES, INPUT_SIZE, TRAINING_IMAGES
from mnist_core.config.ranges import (
    IntRange,
    Range,
    check_choice,
    check_flag,
    check_number,
    check_whole,
    setting_error,
)
from mnist_core.errors import ConfigError

Activation = Literal["relu", "leaky_relu", "gelu", "tanh", "sigmoid", "identity"]
Optimizer = Literal["adam", "sgd", "adamw"]
Schedule = Literal["constant", "cosine", "one_cycle"]
Order = Literal["shuffled", "unshuffled", "sorted"]
InitialWeights = Literal["kaiming_uniform", "zeros", "normal"]


HIDDEN_LAYERS = IntRange(0, 4, 1, 2)
WIDTHS = IntRange(8, 1024, 8, 256)
LEARNING_RATE = Range(1e-5, 10.0, 1e-5, 1e-3)
# The stops of the slider: 1, 2 and 5 in every decade, as equal steps of a logarithm.
LEARNING_RATES: tuple[float, ...] = tuple(
    float(f"{digit}e{power}")
    for power in range(-5, 2)
    for digit in (1, 2, 5)
    if float(f"{digit}e{power}") <= LEARNING_RATE.maximum
)
BATCH_SIZES: tuple[int, ...] = (16, 32, 64, 128, 256, 512, 1024)
EPOCHS = IntRange(1, 50, 1, 5)
SEEDS = IntRange(0, 999_999, 1, 0)
VALIDATION_SIZES = IntRange(0, 10_000, 1_000, 0)
DROPOUT = Range(0.0, 0.9, 0.05, 0.0)
TRAINING_SIZES = IntRange(100, TRAINING_IMAGES, 1, TRAINING_IMAGES)
# The stops of the slider: 1, 2 and 5 in every decade, and all images.
TRAINING_SIZE_STOPS: tuple[int, ...] = (
    *(100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000),
    TRAINING_SIZES.maximum,
)
LABEL_NOISE = Range(0.0, 0.5, 0.05, 0.0)
ACTIVATIONS: tuple[Activation, ...] = (
    "relu",
    "leaky_relu",
    "gelu",
    "tanh",
    "sigmoid",
    "identity",
)
OPTIMIZERS: tuple[Optimizer, ...] = ("adam", "sgd", "adamw")
SCHEDULES: tuple[Schedule, ...] = ("constant", "cosine", "one_cycle")
ORDERS: tuple[Order, ...] = ("shuffled", "unshuffled", "sorted")
INITIAL_WEIGHTS: tuple[InitialWeights, ...] = ("kaiming_uniform", "zeros", "normal")

# Of the tutorial's test loader: how many images are scored at once.
TEST_BATCH = 1000

# Three layers of 1,024 fit; four do not: every epoch's weights are kept with the run.
MAX_PARAMETERS = 3_000_000
# parameters x images x epochs.  The tutorial's five epochs are 1.6e11; this is some 35 times
# that: about ten minutes of one core, which strangers can be asked to share.
MAX_WORK = 6e12

# A photo of a digit: what is decoded at most, and what is sent.
MAX_PICTURE_BYTES = 5_000_000
MAX_PICTURE_PIXELS = 40_000_000


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """One training, described completely: the same config trains the same network.

    Raises:
        ConfigError: a value has the wrong type or lies outside its limits, or the network or the
            whole training is too large; ``error.field`` names the setting.
    """

    hidden_sizes: tuple[int, ...] = (512, 256)
    activation: Activation = "relu"
    learning_rate: float = LEARNING_RATE.default
    batch_size: int = 64
    epochs: int = EPOCHS.default
    optimizer: Optimizer = "adam"
    schedule: Schedule = "constant"
    seed: int = SEEDS.default
    validation_size: int = VALIDATION_SIZES.default
    handwriting: bool = False
    dropout: float = DROPOUT.default
    weight_averaging: bool = False
    training_images: int = TRAINING_SIZES.default
    label_noise: float = LABEL_NOISE.default
    order: Order = "shuffled"
    normalize: bool = True
    initial_weights: InitialWeights = "kaiming_uniform"

    def __post_init__(self) -> None:
        values = {
            "hidden_sizes": _hidden_sizes(self.hidden_sizes),
            "activation": check_choice("activation", self.activation, ACTIVATIONS),
            "learning_rate": check_number("learning_rate", self.learning_rate, LEARNING_RATE),
            "batch_size": check_choice("batch_size", self.batch_size, BATCH_SIZES),
            "epochs": check_whole("epochs", self.epochs, EPOCHS),
            "optimizer": check_choice("optimizer", self.optimizer, OPTIMIZERS),
            "schedule": check_choice("schedule", self.schedule, SCHEDULES),
            "seed": check_whole("seed", self.seed, SEEDS),
            "validation_size": check_whole(
                "validation_size", self.validation_size, VALIDATION_SIZES
            ),
            "handwriting": check_flag("handwriting", self.handwriting),
            "dropout": check_number("dropout", self.dropout, DROPOUT),
            "weight_averaging": check_flag("weight_averaging", self.weight_averaging),
            "training_images": check_whole("training_images", self.training_images, TRAINING_SIZES),
            "label_noise": check_number("label_noise", self.label_noise, LABEL_NOISE),
            "order": check_choice("order", self.order, ORDERS),
            "normalize": check_flag("normalize", self.normalize),
            "initial_weights": check_choice(
                "initial_weights", self.initial_weights, INITIAL_WEIGHTS
            ),
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)  # the class is frozen for everyone else
        self._check_products()

    def _check_products(self) -> None:
        if self.parameters > MAX_PARAMETERS:
            raise ConfigError(
                "These layers make {value} parameters; at most {maximum} are allowed here. "
                "Take fewer or narrower layers.",
                field="hidden_sizes",
                value=self.parameters,
                maximum=MAX_PARAMETERS,
            )
        if self.work > MAX_WORK:
            epochs = max(int(MAX_WORK / (self.work / self.epochs)), 1)
            raise ConfigError(
                "{value} epochs with {parameters} parameters are too much work for a shared "
                "machine. Take at most {maximum} epochs, or a smaller network.",
                field="epochs",
                value=self.epochs,
                maximum=epochs,
                parameters=self.parameters,
            )

    @property
    def parameters(self) -> int:
        """How many weights and biases the network has."""
        sizes = (INPUT_SIZE, *self.hidden_sizes, CLASSES)
        return sum((before + 1) * after for before, after in pairwise(sizes))

    @property
    def training_size(self) -> int:
        """How many images of the full MNIST are trained on: as many as wished, or are left."""
        return min(self.training_images, TRAINING_IMAGES - self.validation_size)

    @property
    def unused_images(self) -> int:
        """How many of MNIST's training images are neither trained on nor held out."""
        return TRAINING_IMAGES - self.validation_size - self.training_size

    @property
    def wrong_labels(self) -> int:
        """How many training images get the label of another digit."""
        return round(self.label_noise * self.training_size)

    def steps_per_epoch(self, images: int | None = None) -> int:
        """How many batches cover the training images, or so many; the last may be smaller."""
        return math.ceil((self.training_size if images is None else images) / self.batch_size)

    @property
    def work(self) -> int:
        """Parameters x images x epochs; six times this is about the training's FLOP."""
        return self.parameters * self.training_size * self.epochs

    def to_dict(self) -> dict[str, Any]:
        """The config as JSON can hold it."""
        return {**asdict(self), "hidden_sizes": list(self.hidden_sizes)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> TrainingConfig:
        """Undo :meth:`to_dict`; unknown names are ignored, missing ones take their default.

        Raises:
            ConfigError: a value is outside its limits.
        """
        names = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in values.items() if name in names})

    def to_query(self) -> dict[str, str]:
        """What differs from the tutorial's settings, as a link's query parameters."""
        from mnist_core.config.link import to_query

        return to_query(self)

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> tuple[TrainingConfig, tuple[ConfigError, ...]]:
        """Read a link's query parameters; what is nonsense takes its default and is reported."""
        from mnist_core.config.link import from_query

        return from_query(query)


def _hidden_sizes(value: object) -> tuple[int, ...]:
    if not isinstance(value, tuple | list):
        raise setting_error("{label} must be whole numbers, not {value}.", "hidden_sizes", value)
    if not HIDDEN_LAYERS.contains(len(value)):
        raise setting_error(
            "There can be {minimum} to {maximum} hidden layers, not {value}. Take fewer layers.",
            "hidden_sizes",
            len(value),
            minimum=HIDDEN_LAYERS.minimum,
            maximum=HIDDEN_LAYERS.maximum,
        )
    return tuple(check_whole("hidden_sizes", width, WIDTHS) for width in value)


TUTORIAL = TrainingConfig()
PRESETS: dict[str, TrainingConfig] = {
    "tutorial": TUTORIAL,
    # 98.5 % in the least time: a bigger batch is cheaper per image, the schedule pays for it.
    "quick": TrainingConfig(
        hidden_sizes=(512, 256),
        learning_rate=2e-3,
        batch_size=128,
        epochs=5,
        schedule="one_cycle",
    ),
    # The tutorial's network for drawn digits.  Images bent anew each time keep the loss noisy, so
    # the learning rate must sink: with a constant one, the same epochs read fewer drawn digits.
    "handwriting": TrainingConfig(
        learning_rate=2e-3,
        batch_size=128,
        epochs=15,
        schedule="one_cycle",
        handwriting=True,
    ),
    # As good as an MLP gets in minutes, found by experiment (benchmarks/README.md): bent images are
    # never learned by heart, so depth and many epochs pay; dropout, label smoothing and the mean of
    # the weights did not.
    "strong": TrainingConfig(
        hidden_sizes=(512, 512, 512, 512),
        activation="gelu",
        learning_rate=1.5e-3,
        batch_size=256,
        epochs=30,
        optimizer="adamw",
        schedule="one_cycle",
        handwriting=True,
    ),
}
