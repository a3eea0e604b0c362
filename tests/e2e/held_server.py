"""Streamlit with trainings that rest where a test wants to see them: in the middle of an epoch.

`python -m tests.e2e.held_server run app.py` is `streamlit run app.py`, but a run finishes no more
epochs than the file `DIGIT_LAB_HELD` says, and rests soon after the beginning of the next.  It can
be paused, stopped and told to go on meanwhile, and no other learner's turn takes its slot away.
Before the epochs stands the number of the test: runs that an earlier one has left behind end.
An experiment rests as soon after its beginning, until that file allows an epoch.
"""

from __future__ import annotations

import os
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any, cast

from streamlit.web import cli

from mnist_core import experiments
from mnist_core.config.server_limits import QueueLimits
from mnist_core.experiments.outcome import Outcome
from mnist_core.experiments.perform import Progress, perform
from mnist_core.model.mlp import MLP
from mnist_core.runs import queue
from mnist_core.runs.training_run import TrainingRun
from mnist_core.tracking.metrics import BatchMetrics, Event

VARIABLE = "DIGIT_LAB_HELD"
BATCHES = 30  # of the epoch in which it rests: enough for a line in the chart and a speed
LOOK_SECONDS = 0.02


def hold_runs(file: Path) -> None:
    """Let every run of this process rest as the file says."""
    take = TrainingRun._take
    tests: dict[str, int] = {}  # which of the server's tests has begun each run

    def may_finish(run: TrainingRun) -> int:
        """So many epochs; a run that an earlier test has left behind is to end."""
        test, epochs = map(int, file.read_text().split())
        if tests.setdefault(run.run_id, test) != test:
            run.stop()
        return epochs

    def take_and_rest(run: TrainingRun, event: Event, model: MLP) -> None:
        take(run, event, model)
        if not isinstance(event, BatchMetrics):
            return
        steps_per_epoch = run.config.steps_per_epoch()
        batch = event.step - (event.epoch - 1) * steps_per_epoch
        while event.epoch > may_finish(run) and batch >= BATCHES and run._worker.going:
            time.sleep(LOOK_SECONDS)

    TrainingRun._take = take_and_rest  # type: ignore[method-assign]
    queue.limits_from_environment = lambda: QueueLimits(turn_seconds=1e9)


def hold_experiments(file: Path) -> None:
    """Let every experiment of this process rest as the file says; it can be stopped meanwhile."""

    def perform_and_rest(*arguments: Any) -> Generator[Progress, None, Outcome]:
        events = perform(*arguments)
        while True:
            try:
                event = next(events)
            except StopIteration as end:
                return cast(Outcome, end.value)
            yield event
            while event.step >= BATCHES and file.read_text().split()[1] == "0":
                time.sleep(LOOK_SECONDS)
                yield event

    # before the app, which imports it from there, and is not imported before Streamlit's server
    experiments.perform = perform_and_rest  # type: ignore[assignment]


if __name__ == "__main__":
    hold_runs(Path(os.environ[VARIABLE]))
    hold_experiments(Path(os.environ[VARIABLE]))
    cli.main()
