"""The stepper takes ``train()``'s own steps, and shows each before it is taken."""

from __future__ import annotations

import itertools

import pytest
import torch

from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.batches import Batches
from mnist_core.data.mnist import Splits, normalise
from mnist_core.inspection.stepper import Stepper
from mnist_core.model.mlp import MLP, build_model
from mnist_core.tracking.metrics import BatchMetrics, Diverged, EpochMetrics
from mnist_core.training.loop import train

# Of the 2,000 images, an epoch is 16 steps: 40 steps are two epochs and a half.
CONFIGS = [
    TrainingConfig(hidden_sizes=(24, 16), batch_size=128, epochs=3),
    TrainingConfig(hidden_sizes=(24,), batch_size=128, epochs=3, optimizer="sgd", seed=7),
    TrainingConfig(hidden_sizes=(24,), batch_size=128, epochs=3, optimizer="adamw", dropout=0.5),
    TrainingConfig(hidden_sizes=(24,), batch_size=128, epochs=3, schedule="one_cycle"),
    TrainingConfig(hidden_sizes=(24,), batch_size=128, epochs=3, schedule="cosine", dropout=0.2),
    TrainingConfig(hidden_sizes=(24,), batch_size=128, epochs=3, handwriting=True),
    TrainingConfig(hidden_sizes=(24,), batch_size=128, epochs=3, weight_averaging=True),
    TrainingConfig(hidden_sizes=(24,), batch_size=128, epochs=3, order="sorted", normalize=False),
    TrainingConfig(hidden_sizes=(24,), batch_size=128, epochs=3, order="unshuffled", dropout=0.2),
    TrainingConfig(hidden_sizes=(24,), batch_size=128, epochs=3, initial_weights="zeros"),
    TrainingConfig(
        hidden_sizes=(24, 16),
        batch_size=128,
        epochs=3,
        initial_weights="normal",
        activation="identity",
    ),
]


def name_of(config: TrainingConfig) -> str:
    switches = f"{config.handwriting}-{config.weight_averaging}"
    return f"{config.optimizer}-{config.schedule}-{config.dropout}-{switches}"


def equal(one: MLP, other: MLP) -> bool:
    pairs = zip(one.parameters(), other.parameters(), strict=True)
    return all(torch.equal(mine, theirs) for mine, theirs in pairs)


@pytest.mark.parametrize("readable", [True, False])
@pytest.mark.parametrize("config", CONFIGS, ids=name_of)
def test_after_every_step_the_weights_are_trains(
    config: TrainingConfig, readable: bool, small_splits: Splits
) -> None:
    model = build_model(config)
    stepper = Stepper(model, small_splits.train, config)
    assert equal(stepper.model, model)
    reference = build_model(config)
    events = train(reference, small_splits, config, readable=readable)
    told = (event for event in events if isinstance(event, BatchMetrics))
    for event in itertools.islice(told, 40):
        assert (stepper.epoch, stepper.step + 1) == (event.epoch, event.step)
        assert stepper.learning_rate == event.learning_rate
        assert stepper.take_step() == event
        assert equal(stepper.model, reference)
    assert not equal(stepper.model, model), "the model given is as it was"


@pytest.mark.parametrize("config", CONFIGS, ids=name_of)
def test_the_report_is_of_the_step_that_comes(config: TrainingConfig, small_splits: Splits) -> None:
    stepper = Stepper(build_model(config), small_splits.train, config)
    before: tuple[torch.Tensor, ...] | None = None
    for number in range(18):  # beyond the first epoch's end, which is a smaller batch
        report = stepper.report()
        assert stepper.step == number, "it is not taken"
        assert (report.rule.step, report.rule.learning_rate) == (
            0 if config.optimizer == "sgd" else number + 1,
            stepper.learning_rate,
        )
        event = stepper.take_step()
        assert isinstance(event, BatchMetrics)
        assert report.loss == event.loss
        for layer, linear in zip(report.layers, stepper.model.linear_layers, strict=True):
            assert torch.equal(layer.weight.after, linear.weight)
            assert torch.equal(layer.bias.after, linear.bias)
        added = [layer.weight.previous_gradient for layer in report.layers]
        if before is None:
            assert added == [None] * len(added)
        else:
            for mine, kept in zip(added, before[::2], strict=True):
                assert mine is not None and torch.equal(mine, kept)
        before = report.gradients


def test_batches_of_a_later_epoch(small_splits: Splits) -> None:
    """Images and order are the training's."""
    config = TrainingConfig(hidden_sizes=(8,), batch_size=128, epochs=4, schedule="cosine")
    stepper = Stepper(build_model(config), small_splits.train, config, epochs_done=2)
    assert (stepper.epoch, stepper.batch, stepper.step) == (3, 1, 32)
    generator = torch.Generator().manual_seed(config.seed)
    batches = Batches(small_splits.train, config, torch.device("cpu"))
    for _ in range(2):
        batches.order(generator)
    for images, labels in batches.take(batches.order(generator)):
        batch = stepper.report().batch
        assert torch.equal(batch.images[:, 0], images)
        assert torch.equal(batch.labels, labels)
        assert torch.equal(normalise(batch.pixels), images)
        stepper.take_step()
    assert (stepper.epoch, stepper.batch) == (4, 1)
    told = [
        each
        for each in train(build_model(config), small_splits, config)
        if isinstance(each, BatchMetrics)
    ]
    assert stepper.learning_rate == told[48].learning_rate


def test_sgd_from_a_later_epoch(small_splits: Splits) -> None:
    """Plain weights of an epoch's end: the very next batch has the loss of the training."""
    config = TrainingConfig(hidden_sizes=(8,), batch_size=128, epochs=2, optimizer="sgd")
    model = build_model(config)
    events = train(model, small_splits, config)
    assert any(isinstance(event, EpochMetrics) for event in events)  # the first epoch
    stepper = Stepper(model, small_splits.train, config, epochs_done=1)
    event = next(events)
    assert isinstance(event, BatchMetrics)
    assert stepper.report().loss == event.loss


def test_beyond_the_last_step(small_splits: Splits) -> None:
    """It goes on at the last learning rate."""
    config = TrainingConfig(hidden_sizes=(8,), batch_size=1024, epochs=1, schedule="one_cycle")
    stepper = Stepper(build_model(config), small_splits.train, config)
    told = list(stepper.take_steps(4))
    assert [event.epoch for event in told] == [1, 1, 2, 2]
    rates = [event.learning_rate for event in told if isinstance(event, BatchMetrics)]
    assert rates[1] == rates[2] == rates[3] != rates[0]


def test_steps_are_taken_when_they_are_asked_for(small_splits: Splits) -> None:
    config = TrainingConfig(hidden_sizes=(8,), batch_size=128)
    stepper = Stepper(build_model(config), small_splits.train, config)
    steps = stepper.take_steps(10)
    next(steps), next(steps)
    assert stepper.step == 2
    assert len(list(steps)) == 8
    assert stepper.step == 10


def test_step_that_diverges(
    small_splits: Splits,
) -> None:
    """It is told, and can be looked at."""
    config = TrainingConfig(
        hidden_sizes=(64, 64), optimizer="sgd", learning_rate=10.0, epochs=50, batch_size=128
    )
    *_, end = train(build_model(config), small_splits, config)
    assert isinstance(end, Diverged)
    stepper = Stepper(build_model(config), small_splits.train, config)
    assert all(isinstance(each, BatchMetrics) for each in stepper.take_steps(end.step - 1))
    report = stepper.report()
    assert report.first_nonfinite is not None
    *_, last = stepper.take_steps(10)
    assert repr(last) == repr(end)
    assert stepper.step == end.step
