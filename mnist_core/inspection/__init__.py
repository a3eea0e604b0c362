"""One step of training taken apart: every number that comes about in it."""

from mnist_core.inspection.finite import Stage
from mnist_core.inspection.layer_report import ParameterStep
from mnist_core.inspection.learning_rate_curve import RATES, curve_rates, loss_by_learning_rate
from mnist_core.inspection.neuron import NeuronProducts, neuron_products
from mnist_core.inspection.nudge import nudge_weight
from mnist_core.inspection.optimizer_arithmetic import AdamArithmetic, Arithmetic
from mnist_core.inspection.program_values import FirstStep, FirstTest, first_step, first_test
from mnist_core.inspection.report import StepReport
from mnist_core.inspection.step import inspect_step
from mnist_core.inspection.stepper import Stepper
from mnist_core.inspection.without_a_line import (
    LOOKS,
    BatchOrders,
    NoGradCost,
    WithAndWithout,
    measured_steps,
    without_eval,
    without_no_grad,
    without_shuffle,
    without_zero_grad,
)

__all__ = [
    "LOOKS",
    "RATES",
    "AdamArithmetic",
    "Arithmetic",
    "BatchOrders",
    "FirstStep",
    "FirstTest",
    "NeuronProducts",
    "NoGradCost",
    "ParameterStep",
    "Stage",
    "StepReport",
    "Stepper",
    "WithAndWithout",
    "curve_rates",
    "first_step",
    "first_test",
    "inspect_step",
    "loss_by_learning_rate",
    "measured_steps",
    "neuron_products",
    "nudge_weight",
    "without_eval",
    "without_no_grad",
    "without_shuffle",
    "without_zero_grad",
]
