"""The steps that are looked into: exact, bounded, and of the visit that looks."""

from __future__ import annotations

from collections import deque

import numpy as np
import pytest
import torch

from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.mnist import Split
from mnist_core.inspection.stepper import Stepper
from mnist_core.model.mlp import build_model
from ui.step.held import CURVE_STEPS, Held, Inspected
from ui.step.state import Source

CONFIG = TrainingConfig(hidden_sizes=(8,), batch_size=16, seed=1)
SOURCE = Source("", 0, CONFIG)


@pytest.fixture(scope="module")
def images() -> Split:
    generator = torch.Generator().manual_seed(0)
    pixels = torch.randint(0, 256, (80, 28, 28), generator=generator, dtype=torch.uint8)
    return Split(pixels, torch.arange(80) % 10)


def inspected(images: Split, config: TrainingConfig = CONFIG) -> Inspected:
    stepper = Stepper(build_model(config), images, config)
    return Inspected(stepper, Source("", 0, config), len(images))


def test_take_moves_on_to_the_next_step(images: Split) -> None:
    one = inspected(images)
    foretold = one.report.loss
    assert list(one.take(3)) == [1, 2, 3]
    assert list(one.losses) == [1, 2, 3]
    assert one.losses[1] == pytest.approx(foretold)
    assert one.stepper.step == 3
    assert one.report.layers[0].weight.previous_gradient is not None


def test_take_stopped(images: Split) -> None:
    """The report is then of the step that would come next."""
    one, other = inspected(images), inspected(images)
    steps = one.take(100)
    next(steps)
    steps.close()
    deque(other.take(1), maxlen=0)
    assert one.report.loss == other.report.loss and one.stepper.step == 1


def test_take_ends_where_the_loss_is_no_number(images: Split) -> None:
    wild = TrainingConfig(
        hidden_sizes=(8,), batch_size=16, optimizer="sgd", learning_rate=10.0, activation="relu"
    )
    one = inspected(images, wild)
    one.stepper.model.linear_layers[0].weight.data.fill_(float("inf"))
    deque(one.take(10), maxlen=0)
    assert one.diverged is not None and one.diverged.step == 1
    assert one.first_nonfinite is not None


def test_curve_is_of_this_step_and_goes_with_it(images: Split) -> None:
    one = inspected(images)
    done = list(one.work_out_curve())
    assert one.curve is not None and done[-1] >= len(one.curve[0])
    rates, losses = one.curve
    own = int(np.flatnonzero(rates == CONFIG.learning_rate)[0])
    assert losses[own] == pytest.approx(one.report.loss_after, rel=1e-4)
    deque(one.take(1), maxlen=0)
    assert one.curve is None


def test_curve_of_an_earlier_step(images: Split) -> None:
    """A step that was taken meanwhile makes its curve worthless."""
    one = inspected(images)
    curve = one.work_out_curve()
    next(curve)
    deque(one.take(1), maxlen=0)
    deque(curve, maxlen=0)
    assert one.curve is None


def test_large_networks_do_not_keep_the_page_waiting(images: Split) -> None:
    assert inspected(images).takes_a_moment(100)
    tutorial = TrainingConfig()
    parameters = tutorial.parameters * tutorial.batch_size
    assert parameters * 100 < 4e9  # a hundred steps of the tutorial's are waited for
    large = TrainingConfig(hidden_sizes=(1024, 1024), batch_size=512)
    one = inspected(images)
    one.source = Source("", 0, large)
    one.report = inspected(images, TrainingConfig(hidden_sizes=(8,), batch_size=64)).report
    assert one.takes_a_moment(1) and not one.takes_a_moment(CURVE_STEPS * 100)


def test_held_get_by_visit_and_source(images: Split) -> None:
    """Each visit has its own, and begins anew for another source."""
    held = Held()
    first, made = held.get("a", SOURCE, lambda: inspected(images))
    assert made
    assert held.get("a", SOURCE, lambda: inspected(images)) == (first, False)
    assert held.get("b", SOURCE, lambda: inspected(images))[0] is not first
    other = Source("run", 1, CONFIG)
    assert held.get("a", other, lambda: inspected(images))[1]
    held.forget("b")
    assert held.get("b", SOURCE, lambda: inspected(images))[1]


def test_held_lets_go_of_who_looked_longest_ago(images: Split) -> None:
    room = 2 * inspected(images).nbytes
    held = Held(maximum=room)
    for visit in ("a", "b"):
        held.get(visit, SOURCE, lambda: inspected(images))
    held.get("a", SOURCE, lambda: inspected(images))  # looks again
    held.get("c", SOURCE, lambda: inspected(images))
    assert not held.get("a", SOURCE, lambda: inspected(images))[1]
    assert held.get("b", SOURCE, lambda: inspected(images))[1]
