"""What is measured without a line, against the loop written out."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

import pytest
import torch
from torch.nn import functional as F

from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.batches import epoch_order
from mnist_core.data.mnist import Split, Splits, normalise
from mnist_core.inspection.without_a_line import (
    MAX_WORK,
    measured_steps,
    without_eval,
    without_no_grad,
    without_shuffle,
    without_zero_grad,
)
from mnist_core.model.mlp import build_model
from mnist_core.training.loop import evaluate

CONFIG = TrainingConfig(hidden_sizes=(32,), batch_size=32, learning_rate=0.005, seed=3)
Result = TypeVar("Result")


def finished(events: Generator[float, None, Result]) -> Result:
    """The result; what is told on the way there only rises, to the whole."""
    shares: list[float] = []
    while True:
        try:
            shares.append(next(events))
        except StopIteration as end:
            assert shares == sorted(shares) and shares[-1] == 1.0
            return end.value  # type: ignore[no-any-return]


def literal(config: TrainingConfig, split: Split, order: list[int], *, clear: bool) -> float:
    """The tutorial's loop over these images."""
    model = build_model(config)
    optimizer = torch.optim.Adam(model.parameters(), lr=config.learning_rate)
    for batch in torch.tensor(order).split(config.batch_size):
        if clear:
            optimizer.zero_grad()
        F.cross_entropy(model(normalise(split.images[batch])), split.labels[batch]).backward()
        optimizer.step()
    return evaluate(model, split).accuracy


def test_without_zero_grad(small_splits: Splits) -> None:
    """Both are the literal loop, over the training's own first batches."""
    train = small_splits.train
    found = finished(without_zero_grad(CONFIG, train, train))
    generator = torch.Generator().manual_seed(CONFIG.seed)
    order = epoch_order(generator, len(train)).tolist()[: steps(train) * CONFIG.batch_size]
    assert found.with_it == pytest.approx(literal(CONFIG, train, order, clear=True), abs=2e-3)
    assert found.without == pytest.approx(literal(CONFIG, train, order, clear=False), abs=2e-2)
    assert found.with_it > found.without + 0.1


def steps(train: Split) -> int:
    return measured_steps(CONFIG, len(train))


def test_without_shuffle(small_splits: Splits) -> None:
    train = small_splits.train
    count = steps(train) * CONFIG.batch_size
    found = finished(without_shuffle(CONFIG, train, train))
    in_files = list(range(count))
    by_digit = train.labels[:count].sort(stable=True).indices.tolist()
    assert found.as_in_files == pytest.approx(
        literal(CONFIG, train, in_files, clear=True), abs=1e-3
    )
    assert found.by_digit == pytest.approx(literal(CONFIG, train, by_digit, clear=True), abs=1e-3)
    assert found.shuffled == pytest.approx(found.as_in_files, abs=0.05)
    assert found.by_digit < found.shuffled - 0.2


def test_without_eval(small_splits: Splits) -> None:
    """Nothing changes where there is no dropout; with it, zeros make the answers worse."""
    plain = build_model(CONFIG)
    found = finished(without_eval(plain, small_splits.test, seed=0))
    assert found.with_it == found.without == evaluate(plain, small_splits.test).accuracy
    with_dropout = TrainingConfig(hidden_sizes=(32,), batch_size=32, dropout=0.9)
    model = build_model(with_dropout)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    for _step in range(50):
        optimizer.zero_grad()
        images = normalise(small_splits.test.images)
        F.cross_entropy(model.eval()(images), small_splits.test.labels).backward()
        optimizer.step()
    found = finished(without_eval(model, small_splits.test, seed=0))
    assert found.with_it > found.without + 0.2


def test_without_no_grad(small_splits: Splits) -> None:
    """What is kept: the outputs of the hidden layer, the logits' log-probabilities, one number."""
    found = finished(without_no_grad(build_model(CONFIG), small_splits.test))
    assert found.images == len(small_splits.test)
    assert found.kept_bytes == pytest.approx(found.images * (32 + 10) * 4, abs=64)
    assert found.seconds > 0 and found.seconds_without > 0


def test_measured_steps_are_bounded() -> None:
    assert measured_steps(TrainingConfig(), 60_000) == 300
    assert measured_steps(TrainingConfig(batch_size=1024), 60_000) == 58
    large = TrainingConfig(hidden_sizes=(1024, 1024, 1024), batch_size=1024)
    few = measured_steps(large, 60_000)
    assert few > 1 and few * large.parameters * large.batch_size <= MAX_WORK
    assert measured_steps(TrainingConfig(batch_size=1024), 500) == 1
