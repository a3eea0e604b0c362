"""A learner's attempts: the prediction is kept before anything runs, then the runs are a job."""

from __future__ import annotations

import time
import uuid
from dataclasses import replace
from typing import TypeAlias

from mnist_core.errors import LabError
from mnist_core.experiments import Experiment, Outcome, Progress, perform
from mnist_core.runs import Job
from mnist_core.tracking import Attempt
from ui.experiments.state import get_experiments_state
from ui.runs import begin_job
from ui.session import get_state
from ui.shell import Lab, notify

KIND = "experiment"
Work: TypeAlias = Job[Progress, Outcome]


def commit(lab: Lab, experiment: Experiment, answer: object) -> None:
    """Keep the prediction, and begin the runs (a callback)."""
    state = get_state()
    state.whole_page = True
    try:
        prediction = experiment.question.check(answer)
    except LabError as error:
        notify(error)
        return
    before = [
        each for each in lab.queue.keeper.attempts(state.owner) if each.experiment == experiment.key
    ]
    attempt = Attempt(
        attempt_id=uuid.uuid4().hex,
        owner=state.owner,
        experiment=experiment.key,
        created_at=time.time(),
        seed=1 + before[0].seed if before else 0,
        prediction=prediction,
    )
    lab.queue.keeper.save_attempt(attempt)
    get_experiments_state().anew = None
    run(lab, experiment, attempt)


def run(lab: Lab, experiment: Experiment, attempt: Attempt) -> None:
    """Let the runs be made in turn (a callback)."""

    def keep(outcome: Outcome) -> None:
        lab.queue.keeper.save_attempt(replace(attempt, outcome=outcome.to_dict()))

    events = perform(experiment, lambda: lab.mnist, attempt.seed, keep)
    begin_job(KIND, events, subject=attempt.attempt_id)


def job_of(lab: Lab, attempt: Attempt) -> Work | None:
    """The attempt's runs, over or not; None where the server knows of none."""
    job = lab.queue.jobs.find(get_state().owner, KIND)
    return job if job is not None and job.subject == attempt.attempt_id else None
