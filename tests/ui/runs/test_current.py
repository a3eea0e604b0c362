"""Where a run is, in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mnist_core.tracking.metrics import Diverged
from tests.ui.snapshots import run
from ui.runs.current import brief_progress, duration, progress_text


def test_progress_before_and_after() -> None:
    """Before the first and after the last step no figure pretends to be one."""
    first = run(0, status="running", accuracy=None, steps=0)
    assert progress_text(first) == brief_progress(first) == "Getting ready…"
    last = replace(run(0, status="running", accuracy=None), seconds_left=0.4)
    assert progress_text(last) == brief_progress(last) == "Measuring the result…"
    middle = run(0, status="running", accuracy=None, steps=469)
    assert progress_text(middle) == "Epoch 1 of 5 · step 469 of 938 · 20,000 images/s"
    assert brief_progress(middle) == "Epoch 1 of 5: 50%"


def test_progress_of_diverged_run() -> None:
    """The step that broke a run is the one that the page names."""
    snapshot = run(0, status="diverged", accuracy=None, steps=8)
    fall = Diverged(epoch=1, step=9, batch=9, loss=float(np.inf))
    snapshot = replace(snapshot, history=replace(snapshot.history, diverged=fall))
    assert "step 9 of" in progress_text(snapshot)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 second"),
        (59.4, "59 seconds"),
        (59.6, "1 minute"),
        (89, "1 minute"),
        (150, "2 minutes"),
    ],
)
def test_a_duration_is_said_as_a_person_would(seconds: float, words: str) -> None:
    assert duration(seconds) == words
