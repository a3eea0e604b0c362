"""One step of training taken apart: every number that comes about in it."""

from mnist_core.inspection.finite import Stage
from mnist_core.inspection.layer_report import ParameterStep
from mnist_core.inspection.learning_rate_curve import RATES, curve_rates, loss_by_learning_rate
from mnist_core.inspection.neuron import NeuronProducts, neuron_products
from mnist_core.inspection.nudge import nudge_weight
from mnist_core.inspection.optimizer_arithmetic import AdamArithmetic, Arithmetic
from mnist_core.inspection.report import StepReport
from mnist_core.inspection.step import inspect_step
from mnist_core.inspection.stepper import Stepper

__all__ = [
    "RATES",
    "AdamArithmetic",
    "Arithmetic",
    "NeuronProducts",
    "ParameterStep",
    "Stage",
    "StepReport",
    "Stepper",
    "curve_rates",
    "inspect_step",
    "loss_by_learning_rate",
    "neuron_products",
    "nudge_weight",
]
