"""What happens without a line, measured: in the queue of all runs, with this learner's settings."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, TypeAlias

import streamlit as st

from mnist_core.data import splits_for
from mnist_core.inspection import (
    LOOKS,
    BatchOrders,
    NoGradCost,
    WithAndWithout,
    measured_steps,
    without_eval,
    without_no_grad,
    without_shuffle,
    without_zero_grad,
)
from mnist_core.model import build_model
from mnist_core.runs import Job
from ui.program import keys
from ui.program.source import Source
from ui.runs import begin_job, job_progress
from ui.session import get_state
from ui.shell import Lab, fragment
from ui.text import _, explain_failure, text

LOOK_SECONDS = 0.5
Work: TypeAlias = Job[float, Any]
Events: TypeAlias = Generator[float, None, Any]


@dataclass(frozen=True)
class Measuring:
    """How the difference that a line makes is found.

    Attributes:
        code: the line's, to name it by.
        begin: computes it.
        needs_run: whether it takes a trained network, and so differs from run to run.
    """

    code: str
    begin: Callable[[Lab, str, Source], Events]
    needs_run: bool = False


def _zero_grad(lab: Lab, _owner: str, source: Source) -> Events:
    config = source.config
    splits = splits_for(lab.mnist, config)
    return (yield from without_zero_grad(config, splits.train, splits.test))


def _shuffle(lab: Lab, _owner: str, source: Source) -> Events:
    config = source.config
    splits = splits_for(lab.mnist, config)
    return (yield from without_shuffle(config, splits.train, splits.test))


def _eval(lab: Lab, owner: str, source: Source) -> Events:
    assert source.run is not None
    model = lab.queue.model(owner, source.run.run_id)
    return (yield from without_eval(model, lab.mnist.test, source.config.seed))


def _no_grad(lab: Lab, _owner: str, source: Source) -> Events:
    return (yield from without_no_grad(build_model(source.config), lab.mnist.test))


# By the line's key.
MEASURINGS = {
    "train_loader": Measuring("shuffle=True", _shuffle),
    "zero_grad": Measuring("optimizer.zero_grad()", _zero_grad),
    "eval_mode": Measuring("model.eval()", _eval, needs_run=True),
    "no_grad": Measuring("with torch.no_grad():", _no_grad),
}


def can_measure(source: Source, line: str) -> bool:
    """Whether the line makes a difference that can be measured now."""
    if line == "eval_mode":
        dropout = source.config.dropout and source.config.hidden_sizes
        return bool(dropout) and source.run is not None and source.run.has_model
    return line in MEASURINGS


def begin(lab: Lab, source: Source, line: str) -> None:
    """Let it be measured in turn; to be called as a button's callback."""
    events = MEASURINGS[line].begin(lab, get_state().owner, source)
    begin_job(_kind(line), events, subject=_subject(source, line))


def find(lab: Lab, source: Source, line: str) -> Work | None:
    """This browser's measuring of the line with just these settings."""
    job = lab.queue.jobs.find(get_state().owner, _kind(line))
    return job if job is not None and job.subject == _subject(source, line) else None


def busy(lab: Lab, source: Source) -> bool:
    """Whether something is being measured, or waits for that."""
    return any(job is not None and job.active for job in _jobs(lab, source).values())


def _kind(line: str) -> str:
    return f"without_{line}"


def _subject(source: Source, line: str) -> str:
    if MEASURINGS[line].needs_run and source.run is not None:
        return f"{source.run.run_id} {len(source.run.history.epochs)}"
    return json.dumps(source.config.to_dict(), sort_keys=True)


def _jobs(lab: Lab, source: Source) -> dict[str, Work | None]:
    return {line: find(lab, source, line) for line in MEASURINGS}


def result(source: Source, line: str, job: Work | None) -> str:
    """What was measured, in words; empty where nothing was."""
    found = job.result if job is not None else None
    section = f"measured_{line}"
    steps = measured_steps(source.config, source.config.training_size)
    if isinstance(found, WithAndWithout):
        shares = {"with_it": f"{found.with_it:.1%}", "without": f"{found.without:.1%}"}
        return text("program", section, steps=steps, **shares)
    if isinstance(found, BatchOrders):
        return text(
            "program",
            section,
            steps=steps,
            shuffled=f"{found.shuffled:.1%}",
            as_in_files=f"{found.as_in_files:.1%}",
            by_digit=f"{found.by_digit:.1%}",
        )
    if isinstance(found, NoGradCost):
        return text(
            "program",
            section,
            images=f"{found.images:,}",
            looks=LOOKS,
            kept=f"{found.kept_bytes / 1e6:.1f}",
            with_it=f"{found.seconds * 1000:.1f}",
            without=f"{found.seconds_without * 1000:.1f}",
        )
    return ""


def show(lab: Lab, source: Source) -> None:
    """How far the measuring is, and what was measured so far."""
    active = busy(lab, source)
    fragment(_show, LOOK_SECONDS if active else None)(lab, source, active)


def _show(lab: Lab, source: Source, was_busy: bool) -> None:
    if was_busy and not busy(lab, source):
        st.rerun()  # the lines tell the result, too
    for line, job in _jobs(lab, source).items():
        if job is None:
            continue
        name = f"`{MEASURINGS[line].code}`"
        if job.active:
            _progress(job, line, name)
        elif job.error is not None:
            words = _("{line} could not be measured: {cause}")
            st.error(words.format(line=name, cause=explain_failure(job.error)))
        elif job.result is not None:
            title = _("Without {line}").format(line=name)
            st.markdown(f"**{title}**  \n{result(source, line, job)}")


def _progress(job: Work, line: str, name: str) -> None:
    job_progress(
        job,
        job.latest or 0.0,
        _("Measuring what happens without {line}").format(line=name),
        _("Waits for its turn: {line}").format(line=name),
    )
    st.button(_("Stop"), icon=":material/stop:", key=keys.stop(line), on_click=job.stop)
