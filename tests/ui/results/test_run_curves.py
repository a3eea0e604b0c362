"""Where the curves' axes end, and what they say to those who hear them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mnist_core.config.training_config import TrainingConfig
from mnist_core.tracking.history import History
from mnist_core.tracking.metrics import EpochMetrics
from tests.ui.snapshots import STEPS, run
from ui.results.run_curves import _loss_alt, held_out_word, last_epoch, last_step

pytestmark = pytest.mark.usefixtures("visit")


def test_the_axes_end_where_the_run_will() -> None:
    going = replace(run(1, status="running", steps=100), total_steps=5 * STEPS)
    assert (last_step(going), last_epoch(going)) == (5 * STEPS, 5)


def test_the_axes_of_a_run_that_ended_early_are_its_own() -> None:
    ended = replace(run(1, status="stopped", steps=100), total_steps=5 * STEPS)
    assert (last_step(ended), last_epoch(ended)) == (100, 1)


def test_held_out_word() -> None:
    history = History("validation")
    history.append(EpochMetrics(1, 0.3, 0.9, 0.2, 0.97, 1e-3))
    held_out = replace(run(1, TrainingConfig(validation_size=1_000)), history=history.snapshot())
    assert (held_out_word(run(1)), held_out_word(held_out)) == ("Test set", "Validation set")


def test_loss_in_words() -> None:
    assert _loss_alt(run(1, steps=0)) == "The loss by batch; no batch yet."
    said = "The loss by batch: 0.5000 at the start, 0.5000 after 938 steps."
    assert _loss_alt(run(1)) == said
