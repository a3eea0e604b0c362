"""A weight moved a little changes the loss by its gradient."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn import functional as F

from mnist_core.config.training_config import ACTIVATIONS, TrainingConfig
from mnist_core.errors import InspectionError
from mnist_core.inspection.forward import logits_of
from mnist_core.inspection.nudge import NUDGE, nudge_weight
from mnist_core.inspection.report import StepReport
from tests.core.inspection.steps import small_report

REPORTS = [
    small_report(TrainingConfig(hidden_sizes=(24, 16), activation=activation, dropout=dropout))
    for activation in ACTIVATIONS
    for dropout in (0.0, 0.3)
]


def losses_by_hand(
    report: StepReport, layer: int, neuron: int, source: int | None, by: float
) -> tuple[float, float]:
    """Before and after, with the whole network in float64 from the layer on."""
    parameters = [
        [layer.weight.before.double(), layer.bias.before.double()]
        for layer in report.layers[layer:]
    ]
    masks = [each.mask for each in report.layers[layer:]]
    losses = []
    for moved in (0.0, by):
        if source is None:
            parameters[0][1][neuron] += moved
        else:
            parameters[0][0][neuron, source] += moved
        pairs = [(weight, bias) for weight, bias in parameters]
        inputs = report.layers[layer].inputs.double()
        logits = logits_of(inputs, pairs, report.activation, masks)
        losses.append(F.cross_entropy(logits, report.batch.labels).item())
    return losses[0], losses[1]


@given(st.sampled_from(range(len(REPORTS))), st.data(), st.sampled_from([NUDGE, -NUDGE, 1e-5]))
def test_for_any_weight_the_gradient_is_the_measured_slope(
    number: int, data: st.DataObject, by: float
) -> None:
    report = REPORTS[number]
    layer = data.draw(st.integers(0, len(report.layers) - 1))
    neurons, inputs = report.layers[layer].weight.before.shape
    neuron = data.draw(st.integers(0, neurons - 1))
    source = data.draw(st.none() | st.integers(0, inputs - 1))
    found = nudge_weight(report, layer, (neuron, source), by)
    assert found.agrees, found
    part, index = report.parameter(layer, neuron, source)
    assert found.slope == part.gradient[index].item()
    assert found.weight == part.before[index].item()
    before, after = losses_by_hand(report, layer, neuron, source, by)
    assert found.loss_before == pytest.approx(before, rel=1e-12)
    assert found.loss_after == pytest.approx(after, rel=1e-12)
    assert found.loss_before == pytest.approx(report.loss, rel=1e-5)
    assert found.predicted_change == found.slope * by
    left = abs(found.measured_change - found.predicted_change)
    assert left <= abs(found.bend) + found.bound * abs(by)


def test_an_even_curve_does_not_spoil_the_measured_slope() -> None:
    """From one side alone, a hundredth is far enough for the bending to be seen."""
    report = REPORTS[ACTIVATIONS.index("tanh") * 2]
    gradient = report.layers[2].weight.gradient
    neuron, source = divmod(int(gradient.abs().argmax()), gradient.shape[1])
    found = nudge_weight(report, 2, (neuron, source), 0.01)
    from_one_side = found.measured_change / found.by
    assert abs(found.measured_slope - found.slope) < abs(from_one_side - found.slope) / 20
    assert found.bend > 0, "the loss is convex in the last layer's weights"


def test_a_wrong_gradient_would_be_seen() -> None:
    """The bound is no excuse: it is a small part of the slopes that there are."""
    report = REPORTS[-2]
    gradient = report.layers[1].weight.gradient
    neuron, source = divmod(int(gradient.abs().argmax()), gradient.shape[1])
    found = nudge_weight(report, 1, (neuron, source))
    assert found.bound < abs(found.slope) / 100


def test_the_report_is_as_it_was() -> None:
    report = REPORTS[0]
    before, sums = report.layers[0].weight.before.clone(), report.layers[0].sums.clone()
    nudge_weight(report, 0, (3, 400))
    assert torch.equal(report.layers[0].weight.before, before)
    assert torch.equal(report.layers[0].sums, sums)


@pytest.mark.parametrize(
    ("layer", "index", "code", "nearest"),
    [
        (9, (0, 0), "no_such_layer", 2),
        (0, (99, 0), "no_such_neuron", 23),
        (1, (0, 24), "no_such_weight", 23),
        (0, (0, -1), "no_such_weight", 0),
    ],
)
def test_missing_weight(layer: int, index: tuple[int, int], code: str, nearest: int) -> None:
    """It is named, with the nearest one that there is."""
    with pytest.raises(InspectionError) as caught:
        nudge_weight(REPORTS[0], layer, index)
    assert (caught.value.code, caught.value.nearest) == (code, nearest)


@pytest.mark.parametrize("by", [0.0, math.inf, math.nan])
def test_it_has_to_be_moved(by: float) -> None:
    with pytest.raises(ValueError, match="cannot be moved by"):
        nudge_weight(REPORTS[0], 0, (0, 0), by)
