"""A learner's mystery runs: what starts, asks, answers and mends; all of it is kept at once.

Which fault a run has follows from the attempt's seed, and neither goes to the browser.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import replace

from mnist_core.errors import LabError
from mnist_core.experiments import (
    MYSTERY,
    Case,
    Curves,
    Evidence,
    fault_of,
    new_seed,
    perform_mended,
    perform_mystery,
)
from mnist_core.tracking import Attempt
from ui.attempts import newest as attempts_of_all
from ui.experiments import attempts
from ui.experiments.state import get_experiments_state
from ui.runs import begin_job
from ui.session import get_state
from ui.shell import Lab, notify

log = logging.getLogger(__name__)
# So many runs one after the other have different faults.
RECENT = 3


def newest(lab: Lab) -> Attempt | None:
    """The learner's last mystery run."""
    return attempts_of_all(lab).get(MYSTERY)


def case_of(attempt: Attempt) -> Case:
    """What was asked and said of it."""
    return Case.from_dict(attempt.prediction)


def evidence_of(attempt: Attempt) -> Evidence | None:
    """What it has left; None where it is not over, or an older version kept it in another way."""
    if attempt.outcome is None:
        return None
    try:
        return Evidence.from_dict(attempt.outcome)
    except Exception:
        log.exception("a mystery run cannot be read")
        return None


def begin(lab: Lab) -> None:
    """A run with another fault than the last ones (a callback)."""
    state = get_state()
    before = [each for each in lab.queue.keeper.attempts(state.owner) if each.experiment == MYSTERY]
    attempt = Attempt(
        attempt_id=uuid.uuid4().hex,
        owner=state.owner,
        experiment=MYSTERY,
        created_at=time.time(),
        seed=new_seed([fault_of(each.seed) for each in before[:RECENT]]),
        prediction=Case().to_dict(),
    )
    lab.queue.keeper.save_attempt(attempt)
    get_experiments_state().anew = None
    run(lab, attempt)


def run(lab: Lab, attempt: Attempt) -> None:
    """Let the run be made in its turn (a callback)."""

    def keep(evidence: Evidence) -> None:
        lab.queue.keeper.save_attempt(replace(attempt, outcome=evidence.to_dict()))

    events = perform_mystery(attempt.seed, lambda: lab.mnist, keep)
    begin_job(attempts.KIND, events, subject=attempt.attempt_id)


def mend(lab: Lab, attempt: Attempt, evidence: Evidence) -> None:
    """Let the same run be made without its fault (a callback)."""

    def keep(curves: Curves) -> None:
        mended = replace(evidence, mended=curves)
        lab.queue.keeper.save_attempt(replace(attempt, outcome=mended.to_dict()))

    events = perform_mended(attempt.seed, lambda: lab.mnist, keep)
    begin_job(attempts.KIND, events, subject=_mending(attempt))


def _mending(attempt: Attempt) -> str:
    return f"{attempt.attempt_id} mended"


def job_of(lab: Lab, attempt: Attempt) -> attempts.Work | None:
    """The run in work, or the mended one, over or not; None where the server knows of none."""
    job = lab.queue.jobs.find(get_state().owner, attempts.KIND)
    subjects = (attempt.attempt_id, _mending(attempt))
    return job if job is not None and job.subject in subjects else None


def spend(lab: Lab, probe: str) -> None:
    """Ask for a probe (a callback)."""
    _change(lab, lambda case: case.spend(probe))


def name(lab: Lab, fault: str) -> None:
    """Name the fault (a callback)."""
    _change(lab, lambda case: case.name(fault))


def _change(lab: Lab, change: Callable[[Case], Case]) -> None:
    """As the attempt is now, which another tab may have changed."""
    attempt = newest(lab)
    if attempt is None or evidence_of(attempt) is None:
        return
    try:
        case = change(case_of(attempt))
    except LabError as error:
        notify(error)
        return
    lab.queue.keeper.save_attempt(replace(attempt, prediction=case.to_dict()))
