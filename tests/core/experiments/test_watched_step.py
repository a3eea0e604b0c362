"""The watched step is the readable one, and adds the gradients up where it is told to."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.mnist import Splits
from mnist_core.experiments.watched_step import WatchedStep
from mnist_core.model.mlp import build_model
from mnist_core.training.loop import train
from mnist_core.training.step import AutogradStep
from tests.core.training.test_fast_step import batch

SMALL = TrainingConfig(hidden_sizes=(32,), optimizer="sgd", learning_rate=0.01, epochs=1)


def test_with_zero_grad_it_trains_the_same(small_splits: Splits) -> None:
    watched, readable = build_model(SMALL), build_model(SMALL)
    step = WatchedStep(watched, SMALL, clears_gradients=True, watched=(1, 3))
    assert list(train(watched, small_splits, SMALL, step=step)) == list(
        train(readable, small_splits, SMALL, readable=True)
    )
    for one, other in zip(watched.parameters(), readable.parameters(), strict=True):
        assert torch.equal(one, other)
        assert one.grad is None
    assert list(step.sizes) == [1, 3]
    for sizes in step.sizes.values():
        assert len(sizes) == 2
        assert all(taken == own > 0 for taken, own in sizes)


def test_without_zero_grad_the_gradients_add_up() -> None:
    model, copy = build_model(SMALL), build_model(SMALL)
    step = WatchedStep(model, SMALL, clears_gradients=False, watched=(1, 2))
    batches = [batch(32, 0), batch(32, 1)]
    gradients = []
    for images, labels in batches:
        copy.load_state_dict(model.state_dict())
        copy.zero_grad()
        F.cross_entropy(copy(images), labels).backward()
        gradients.append(copy.linear_layers[0].weight.grad)
        step(images, labels, 0.01)
    first, second = (each for each in gradients if each is not None)
    assert model.linear_layers[0].weight.grad is not None
    torch.testing.assert_close(model.linear_layers[0].weight.grad, first + second)
    for wanted, got in (
        (first + second, step.sizes[2][0][0]),
        (second, step.sizes[2][0][1]),
        (first, step.sizes[1][0][0]),
        (first, step.sizes[1][0][1]),
    ):
        assert got == pytest.approx(float(wanted.square().mean().sqrt()), rel=1e-5)


def test_only_zero_grad_is_left_out() -> None:
    """The first step, before there is anything to clear, is the usual one."""
    model, usual = build_model(SMALL), build_model(SMALL)
    WatchedStep(model, SMALL, clears_gradients=False, watched=())(*batch(32, 0), 0.1)
    AutogradStep(usual, SMALL)(*batch(32, 0), 0.1)
    for one, other in zip(model.parameters(), usual.parameters(), strict=True):
        assert torch.equal(one, other)
