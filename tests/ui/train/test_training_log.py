"""The log's text: what of a long one stays, and what a run that broke down says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mnist_core.tracking.history import History
from mnist_core.tracking.metrics import BatchMetrics, Diverged, EpochMetrics
from mnist_core.tracking.run_snapshot import RunSnapshot
from tests.ui.snapshots import STEPS, run
from ui.session.state import AppState
from ui.train.training_log import BLOCK, KEPT_LINES, log_text

LINES = 11  # of an epoch of the tutorial's: ten batches and the score


pytestmark = pytest.mark.usefixtures("visit")


def long_run(epochs: int) -> RunSnapshot:
    history = History()
    for step in range(1, epochs * STEPS + 1):
        epoch = (step - 1) // STEPS + 1
        history.append(BatchMetrics(epoch, step, step / 1024, 1e-3))
        if step % STEPS == 0:
            history.append(EpochMetrics(epoch, 0.3, 0.9, 0.2, 0.979, 1e-3))
    return replace(run(1), history=history.snapshot(), epoch=epochs)


def test_whole_log() -> None:
    """A log of not more than some hundred lines is whole, in the tutorial's form."""
    lines = log_text(long_run(18)).splitlines()
    assert len(lines) == 18 * LINES
    assert lines[0] == "Epoch: 1 [0/60000 (0%)]  Loss: 0.000977"
    assert lines[1] == "Epoch: 1 [6400/60000 (11%)]  Loss: 0.098633"
    assert lines[10] == "Test set: average loss: 0.2000, accuracy: 9790/10000 (97.90%)"


@pytest.mark.parametrize("epochs", [28, 30, 50])
def test_long_log(epochs: int) -> None:
    """Its end stays, and it says how much is left out; whole blocks leave at once."""
    note, *lines = log_text(long_run(epochs)).splitlines()
    dropped = epochs * LINES - len(lines)
    assert note == f"(The first {dropped:,} lines are left out.)"
    assert dropped % BLOCK == 0
    assert KEPT_LINES <= len(lines) < KEPT_LINES + BLOCK
    assert lines[-1].startswith("Test set: ")
    last_batch = f"Epoch: {epochs} [57600/60000 (96%)]  Loss: {(epochs * STEPS - 37) / 1024:.6f}"
    assert lines[-2] == last_batch


@pytest.mark.parametrize("loss", ["nan", "inf"])
def test_diverged_batch(loss: str, visit: AppState) -> None:
    """A loss that is no number stands in the last line."""
    history = run(1, accuracy=None, steps=10).history
    broken = replace(history, diverged=Diverged(1, 11, 11, float(loss)))
    diverged = replace(run(1, accuracy=None, steps=10), history=broken)
    assert log_text(diverged).splitlines()[-1] == f"Epoch: 1 [640/60000 (1%)]  Loss: {loss}"
    visit.language = "zh"
    assert log_text(diverged).splitlines()[-1] == f"第 1 轮 [640/60000 (1%)]  损失：{loss}"


def test_diverged_score() -> None:
    """A score that is no number has no accuracy."""
    diverged = Diverged(1, STEPS, STEPS, float("nan"))
    history = replace(run(1, accuracy=None).history, diverged=diverged)
    text = log_text(replace(run(1, accuracy=None), history=history))
    assert text.splitlines()[-1] == "Test set: average loss: nan"


def test_no_batch() -> None:
    """A run without a batch has no line."""
    assert log_text(run(1, accuracy=None, steps=0)) == ""
