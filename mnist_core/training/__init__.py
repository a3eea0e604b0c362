"""The training loop, the step in its readable and its fast form, and fine-tuning."""

from mnist_core.training.fine_tuning import HandResult, HandStep, accuracy, fine_tune
from mnist_core.training.loop import available_devices, evaluate, train
from mnist_core.training.optimizers import (
    ADAM_BETAS,
    ADAM_EPSILON,
    ADAMW_WEIGHT_DECAY,
    SGD_MOMENTUM,
    build_optimizer,
)
from mnist_core.training.schedules import learning_rates
from mnist_core.training.step import AutogradStep
from mnist_core.training.weight_averaging import DECAY

__all__ = [
    "ADAMW_WEIGHT_DECAY",
    "ADAM_BETAS",
    "ADAM_EPSILON",
    "DECAY",
    "SGD_MOMENTUM",
    "AutogradStep",
    "HandResult",
    "HandStep",
    "accuracy",
    "available_devices",
    "build_optimizer",
    "evaluate",
    "fine_tune",
    "learning_rates",
    "train",
]
