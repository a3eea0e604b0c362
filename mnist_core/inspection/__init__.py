"""One step of training taken apart: every number that comes about in it."""

from mnist_core.inspection.learning_rate_curve import curve_rates, loss_by_learning_rate
from mnist_core.inspection.neuron import neuron_products
from mnist_core.inspection.nudge import nudge_weight
from mnist_core.inspection.step import inspect_step
from mnist_core.inspection.stepper import Stepper

__all__ = [
    "Stepper",
    "curve_rates",
    "inspect_step",
    "loss_by_learning_rate",
    "neuron_products",
    "nudge_weight",
]
