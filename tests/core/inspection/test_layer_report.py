"""What came about in a layer, and what would have without zero_grad."""

from __future__ import annotations

import torch
from torch.nn import functional as F

from mnist_core.config.training_config import TrainingConfig
from mnist_core.inspection.step import inspect_step
from mnist_core.model.mlp import build_model
from tests.core.inspection.steps import Moment, batch


def test_without_zero_grad_the_gradients_add_up() -> None:
    config = TrainingConfig(hidden_sizes=(16,))
    moment, (images, labels) = Moment(config, 2), batch(32, 50)
    report = moment.report(images, labels, 1e-3)
    F.cross_entropy(moment.model(images), labels).backward()  # and no zero_grad before
    for layer, reference in zip(report.layers, moment.model.linear_layers, strict=True):
        for mine, theirs in ((layer.weight, reference.weight), (layer.bias, reference.bias)):
            assert mine.added_gradient is not None and theirs.grad is not None
            assert torch.equal(mine.added_gradient, theirs.grad)
            assert not torch.equal(mine.gradient, theirs.grad)
    first = inspect_step(build_model(config), images, labels, config)
    assert first.layers[0].weight.added_gradient is None
    after = inspect_step(
        build_model(config), images, labels, config, previous_gradients=first.gradients
    )
    added = after.layers[1].bias.added_gradient
    assert added is not None and torch.equal(added, 2 * first.layers[1].bias.gradient)
