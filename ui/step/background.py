"""What takes more than a moment waits its turn in the queue of all runs; the page looks at it."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeAlias

import streamlit as st

from mnist_core.runs import Job
from ui.runs import begin_job, job_progress
from ui.session import get_state
from ui.shell import Lab
from ui.step import keys
from ui.text import _, explain_failure

Work: TypeAlias = Job[int, None]
KIND = "one_step"
STOPPING_SECONDS = 2.0


def begin(events: Generator[int, None, None]) -> None:
    """Let it be computed in turn; to be called as a button's `on_click`."""
    begin_job(KIND, events, subject=get_state().visit_id)


def find(lab: Lab) -> Work | None:
    """What this visit is having computed, or what has failed; None if there is nothing."""
    state = get_state()
    job = lab.queue.jobs.find(state.owner, KIND)
    return job if job is not None and job.subject == state.visit_id else None


def active(lab: Lab) -> bool:
    """Whether something of this visit's waits or is computed."""
    job = find(lab)
    return job is not None and job.active


def stop(lab: Lab) -> None:
    """End what this visit is having computed."""
    job = find(lab)
    if job is not None:
        job.stop()
        job.wait(STOPPING_SECONDS)


def show(lab: Lab, count: int) -> None:
    """How far it is, of `count`, and the way to stop it; or why it failed."""
    job = find(lab)
    if job is None:
        return
    if job.error is not None:
        st.error(explain_failure(job.error), icon=":material/error:")
    if not job.active:
        return
    done = min(job.latest or 0, count)
    words = _("{done} of {count}").format(done=done, count=count)
    job_progress(job, done / count, words, _("Waits for its turn"))
    st.button(_("Stop"), icon=":material/stop:", key=keys.STOP, on_click=job.stop)
