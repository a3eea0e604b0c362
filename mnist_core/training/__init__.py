"""The training loop, the step in its readable and its fast form, and fine-tuning."""

from mnist_core.training.fine_tuning import HandResult, HandStep, accuracy, fine_tune
from mnist_core.training.loop import available_devices, evaluate, train
from mnist_core.training.schedules import learning_rates
from mnist_core.training.weight_averaging import DECAY

__all__ = [
    "DECAY",
    "HandResult",
    "HandStep",
    "accuracy",
    "available_devices",
    "evaluate",
    "fine_tune",
    "learning_rates",
    "train",
]
