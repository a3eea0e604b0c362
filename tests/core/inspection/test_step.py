"""The step taken apart is ``train_step``'s, bit for bit, and its numbers are what they say."""

from __future__ import annotations

import copy

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.mnist import normalise
from mnist_core.inspection.step import inspect_step
from mnist_core.model.mlp import build_model
from mnist_core.training.loop import own_dropout
from mnist_core.training.step import train_step
from tests.core.inspection.steps import CONFIGS, Moment, batch, name_of, small_report

EVERY = pytest.mark.parametrize("config", CONFIGS, ids=name_of)
AT = pytest.mark.parametrize("steps", [0, 1, 4])


def same_memory(one: torch.Tensor, other: torch.Tensor) -> bool:
    return one.data_ptr() == other.data_ptr()


@EVERY
@AT
def test_train_step_leaves_the_same(config: TrainingConfig, steps: int) -> None:
    moment = Moment(config, steps)
    images, labels = batch(32, 50)
    rate = config.learning_rate / 3
    report = moment.report(images, labels, rate)
    loss, logits = moment.step(images, labels, rate)
    assert report.loss == loss.item()
    assert torch.equal(report.logits, logits)
    for number, layer in enumerate(moment.model.linear_layers):
        theirs, ours = (layer.weight, layer.bias), report.layers[number]
        for mine, parameter in zip((ours.weight, ours.bias), theirs, strict=True):
            assert torch.equal(mine.after, parameter)
            assert parameter.grad is not None
            assert torch.equal(mine.gradient, parameter.grad)
            assert not torch.equal(mine.before, mine.after)


@EVERY
def test_nothing_given_is_changed(config: TrainingConfig) -> None:
    moment, (images, labels) = Moment(config, 2), batch(32, 50)
    before, generator = copy.deepcopy(moment.model.state_dict()), moment.dropout.get_state()
    state, kept = copy.deepcopy(moment.state), images.clone()
    gradients = [each.grad.clone() for each in moment.model.parameters()]  # type: ignore[union-attr]
    chance = torch.get_rng_state()
    first = moment.report(images, labels, 0.1)
    assert all(torch.equal(moment.model.state_dict()[name], old) for name, old in before.items())
    assert torch.equal(moment.dropout.get_state(), generator)
    assert torch.equal(torch.get_rng_state(), chance)
    assert torch.equal(images, kept)
    for number, each in state["state"].items():
        for name, old in each.items():
            assert torch.equal(torch.as_tensor(moment.state["state"][number][name]), old)
    for parameter, gradient in zip(moment.model.parameters(), gradients, strict=True):
        assert parameter.grad is not None
        assert torch.equal(parameter.grad, gradient)
    # and what the training does afterwards changes no report
    logits, after = first.logits.clone(), first.layers[0].weight.after.clone()
    images.zero_()
    moment.step(images, labels, 1.0)
    assert torch.equal(first.logits, logits)
    assert torch.equal(first.layers[0].weight.after, after)
    assert torch.equal(first.batch.images[:, 0], kept)


def test_a_model_in_eval_mode_is_inspected_in_training() -> None:
    config = TrainingConfig(hidden_sizes=(16,), dropout=0.5)
    model = build_model(config).eval().requires_grad_(False)
    report = inspect_step(model, *batch(8, 0), config)
    assert not model.training
    assert report.layers[0].mask is not None
    reference = build_model(config).train()
    optimizer = torch.optim.Adam(reference.parameters(), lr=config.learning_rate, fused=True)
    with own_dropout(reference, config.seed):  # by default, the zeros of a training's first step
        train_step(reference, *batch(8, 0), optimizer)
    assert torch.equal(report.layers[0].weight.after, reference.linear_layers[0].weight)


@EVERY
def test_sums_and_activations_are_the_layers_own(config: TrainingConfig) -> None:
    report = small_report(config)
    values = report.batch.images.flatten(1)
    for number, layer in enumerate(report.layers):
        assert torch.equal(layer.inputs, values)
        by_hand = layer.inputs.double() @ layer.weight.before.double().T + layer.bias.before
        assert torch.allclose(layer.sums.double(), by_hand, rtol=1e-5, atol=1e-5)
        if number == len(report.layers) - 1:
            assert same_memory(layer.outputs, layer.sums) and layer.name == "output"
            break
        module = build_model(config).layers[2]
        assert torch.equal(layer.activations, module(layer.sums))
        assert layer.name == f"hidden_{number + 1}"
        if config.dropout:
            assert layer.mask is not None
            assert set(layer.mask.unique().tolist()) == {0.0, layer.mask.max().item()}
            assert layer.mask.max().item() == pytest.approx(1 / (1 - config.dropout))
            assert torch.equal(layer.outputs, layer.activations * layer.mask)
        else:
            assert layer.mask is None and same_memory(layer.outputs, layer.activations)
        values = layer.outputs


@EVERY
def test_loss_and_probabilities(config: TrainingConfig) -> None:
    report = small_report(config)
    shares = report.logits.exp() / report.logits.exp().sum(dim=1, keepdim=True)
    assert torch.allclose(report.probabilities, shares, atol=1e-6)
    right = report.probabilities.gather(1, report.batch.labels[:, None])[:, 0]
    assert torch.allclose(report.losses, -right.log(), rtol=1e-5, atol=1e-5)
    assert report.losses.mean().item() == pytest.approx(report.loss, rel=1e-6)
    # what it says minus what is true
    truth = torch.eye(10)[report.batch.labels]
    assert torch.equal(report.errors, report.probabilities - truth)
    expected = report.errors / len(report.batch)
    assert torch.allclose(report.layers[-1].sums_gradient, expected, atol=1e-7)


@EVERY
def test_gradients_are_autograds(config: TrainingConfig) -> None:
    """Of every layer's sums and outputs, from a network put together anew, in float64."""
    report = small_report(config)
    values = report.layers[0].inputs.double()
    leaves = []
    for layer in report.layers:
        weight, bias = layer.weight.before.double(), layer.bias.before.double()
        sums = F.linear(values, weight, bias).requires_grad_()
        sums.retain_grad()
        values = sums
        if layer is not report.layers[-1]:
            values = build_model(config).layers[2](sums)
            values = values if layer.mask is None else values * layer.mask.double()
            values.retain_grad()
        leaves.append((sums, values))
    F.cross_entropy(values, report.batch.labels).backward()
    for layer, (sums, outputs) in zip(report.layers, leaves, strict=True):
        assert sums.grad is not None and outputs.grad is not None
        assert torch.allclose(layer.sums_gradient.double(), sums.grad, rtol=1e-4, atol=1e-7)
        assert torch.allclose(layer.outputs_gradient.double(), outputs.grad, rtol=1e-4, atol=1e-7)
        by_hand = layer.sums_gradient.T @ layer.inputs  # Dᵀ H
        assert torch.allclose(layer.weight.gradient, by_hand, rtol=1e-4, atol=1e-6)
        assert torch.allclose(layer.bias.gradient, layer.sums_gradient.sum(0), atol=1e-6)


@EVERY
def test_loss_after_same_batch_and_zeros(config: TrainingConfig) -> None:
    """The loss after is of the same batch, with dropout's same zeros."""
    moment, (images, labels) = Moment(config, 3), batch(32, 50)
    zeros = moment.dropout.get_state()
    report = moment.report(images, labels, config.learning_rate)
    moment.step(images, labels, config.learning_rate)
    moment.dropout.set_state(zeros)
    assert report.loss_after == F.cross_entropy(moment.model(images), labels).item()


@pytest.mark.parametrize("shape", [(8, 28, 28), (8, 1, 28, 28)])
def test_batch_pixels_and_images(shape: tuple[int, ...]) -> None:
    """The batch is there in bytes and as the network sees it."""
    pixels = torch.arange(8 * 784).remainder(256).to(torch.uint8).view(8, 28, 28)
    config = TrainingConfig(hidden_sizes=(8,))
    images, labels = normalise(pixels).view(shape), torch.arange(8)
    seen = inspect_step(build_model(config), images, labels, config).batch
    assert torch.equal(seen.pixels, pixels) and seen.pixels.dtype == torch.uint8
    assert torch.equal(seen.images, images.view(8, 1, 28, 28))
    assert torch.equal(seen.labels, labels) and len(seen) == 8


@pytest.mark.parametrize(
    ("images", "labels"),
    [
        (torch.zeros(3, 28, 28), torch.zeros(2, dtype=torch.int64)),
        (torch.zeros(2, 28, 27), torch.zeros(2, dtype=torch.int64)),
        (torch.zeros(0, 28, 28), torch.zeros(0, dtype=torch.int64)),
    ],
)
def test_what_is_no_batch_is_refused(images: torch.Tensor, labels: torch.Tensor) -> None:
    config = TrainingConfig(hidden_sizes=(8,))
    with pytest.raises(ValueError, match="are no images for"):
        inspect_step(build_model(config), images, labels, config)


def test_the_state_of_another_optimiser_or_network_is_refused() -> None:
    adam = TrainingConfig(hidden_sizes=(8,))
    sgd = TrainingConfig(hidden_sizes=(8,), optimizer="sgd")
    wider = TrainingConfig(hidden_sizes=(8, 8))
    state = Moment(adam, 1).state
    for config in (sgd, wider):
        with pytest.raises(ValueError, match="no state of"):
            inspect_step(build_model(config), *batch(4, 0), config, state)


def test_the_state_of_an_unfused_optimiser_will_do() -> None:
    """As a run on another device leaves it."""
    config = TrainingConfig(hidden_sizes=(8,))
    model = build_model(config)
    optimizer = torch.optim.Adam(nn.ParameterList(model.parameters()), lr=1e-3, foreach=False)
    train_step(model, *batch(4, 0), optimizer)
    report = inspect_step(model, *batch(4, 1), config, optimizer.state_dict())
    assert report.rule.step == 2
    train_step(model, *batch(4, 1), optimizer)
    after = report.layers[0].weight.after
    assert torch.allclose(after, model.linear_layers[0].weight, rtol=1e-6, atol=1e-8)
