"""Which run the pages speak of: the sidebar, start and stop, its model."""

from ui.runs import current
from ui.runs.current import (
    act,
    active_run,
    begin_job,
    current_model,
    current_run,
    job_progress,
    model_run,
    own_runs,
    progress_text,
    run_name,
    runs_changed,
    start,
    status_badge,
    whose_model,
)

__all__ = [
    "act",
    "active_run",
    "begin_job",
    "current",
    "current_model",
    "current_run",
    "job_progress",
    "model_run",
    "own_runs",
    "progress_text",
    "run_name",
    "runs_changed",
    "start",
    "status_badge",
    "whose_model",
]
