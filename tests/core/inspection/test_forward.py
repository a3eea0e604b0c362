"""The way forward taken again gives the report's own numbers, from any layer on."""

from __future__ import annotations

import pytest
import torch

from mnist_core.config.training_config import TrainingConfig
from mnist_core.inspection.forward import logits_of, outputs_of
from tests.core.inspection.steps import CONFIGS, name_of, small_report


@pytest.mark.parametrize("config", CONFIGS, ids=name_of)
def test_logits_from_any_layer_on(config: TrainingConfig) -> None:
    report = small_report(config)
    for number, layer in enumerate(report.layers):
        rest = report.layers[number:]
        parameters = [(each.weight.before, each.bias.before) for each in rest]
        masks = [each.mask for each in rest]
        assert torch.equal(
            logits_of(layer.inputs, parameters, config.activation, masks), report.logits
        )
        if layer is not report.layers[-1]:
            outputs = outputs_of(layer.sums, config.activation, layer.mask)
            assert torch.equal(outputs, layer.outputs)


def test_logits_in_another_precision() -> None:
    report = small_report(TrainingConfig(hidden_sizes=(24, 16), dropout=0.3))
    parameters = [
        (each.weight.before.double(), each.bias.before.double()) for each in report.layers
    ]
    masks = [each.mask for each in report.layers]
    found = logits_of(report.layers[0].inputs.double(), parameters, "relu", masks)
    assert found.dtype == torch.float64
    assert torch.allclose(found.float(), report.logits, rtol=1e-5, atol=1e-5)
