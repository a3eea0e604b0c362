"""The readable step, and which of its equals is taken."""

from __future__ import annotations

import torch
from torch.nn import functional as F

from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.mnist import Splits
from mnist_core.model.mlp import build_model
from mnist_core.training.fast_step import FastStep
from mnist_core.training.loop import train
from mnist_core.training.step import AutogradStep, choose_step, train_step
from tests.core.training.test_fast_step import batch

SMALL = TrainingConfig(hidden_sizes=(32,), epochs=2)


def test_train_with_readable_step(small_splits: Splits) -> None:
    """The readable step trains what the fast one does not cover."""
    model, untrained = build_model(SMALL), build_model(SMALL)
    model.linear_layers[0].requires_grad_(False)
    list(train(model, small_splits, SMALL))
    assert torch.equal(model.linear_layers[0].weight, untrained.linear_layers[0].weight)
    assert not torch.equal(model.linear_layers[1].weight, untrained.linear_layers[1].weight)


def test_train_step_tells_of_before_the_update() -> None:
    model, untrained = build_model(SMALL), build_model(SMALL)
    images, labels = batch(32, 0)
    loss, logits = train_step(model, images, labels, torch.optim.SGD(model.parameters(), lr=0.1))
    assert torch.equal(logits, untrained(images))
    assert torch.equal(loss, F.cross_entropy(untrained(images), labels))
    assert not (loss.requires_grad or logits.requires_grad)
    assert not torch.equal(model(images), logits)


def test_autograd_step_at_the_rate_given() -> None:
    model, untrained = build_model(SMALL), build_model(SMALL)
    step = AutogradStep(model, SMALL)
    step(*batch(32, 0), 0.0)
    for weight, before in zip(model.parameters(), untrained.parameters(), strict=True):
        assert torch.equal(weight, before)
        assert weight.grad is not None
    step.release()
    assert all(weight.grad is None for weight in model.parameters())


def test_choose_step_on_the_cpu() -> None:
    cpu, model = torch.device("cpu"), build_model(SMALL)
    assert isinstance(choose_step(model, SMALL, cpu, readable=False), FastStep)
    assert isinstance(choose_step(model, SMALL, cpu, readable=True), AutogradStep)
    model.requires_grad_(False)
    assert isinstance(choose_step(model, SMALL, cpu, readable=False), AutogradStep)
