"""My own hand, the fine-tuning: the current model learns the learner's digits."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import streamlit as st

from mnist_core.errors import LabError
from mnist_core.runs import Job
from mnist_core.training import HandResult, HandStep, fine_tune
from ui.draw import keys
from ui.draw.collection import own_digits
from ui.draw.state import get_handwriting_state
from ui.runs import begin_job, current_run, job_progress, model_run, run_name, runs_changed
from ui.session import get_state
from ui.shell import Lab, forget_seen, fragment, notify
from ui.text import _, explain_failure, text, with_minus

KIND = "fine_tuning"
LOOK_SECONDS = 0.5

FineTuning = Job[HandStep, HandResult]


def _own_fine_tuning(lab: Lab) -> FineTuning | None:
    """This browser's, in whichever tab it was begun."""
    return lab.queue.jobs.find(get_state().owner, KIND)


def show_fine_tuning(lab: Lab) -> None:
    """Fine-tune the current model on these digits; before and after on both."""
    _pictures, labels = own_digits(lab)
    run = model_run()
    if not len(labels) or run is None or not run.has_model:
        return
    job = _own_fine_tuning(lab)
    active = job is not None and job.active
    # A fragment within the board's only where it has to look again by itself: Streamlit keeps what
    # it has not yet sent of an inner one when the outer runs again, and the browser, which has not
    # seen the elements before it, ends with "Bad delta path".
    view = fragment(_view, LOOK_SECONDS) if active else _view
    view(lab, active)


def _view(lab: Lab, was_active: bool) -> None:
    _say_gone_on()
    job = _own_fine_tuning(lab)
    if job is not None and job.active:
        _under_way(job)
        st.button(_("Stop"), icon=":material/stop:", key=keys.STOP_FINE_TUNING, on_click=job.stop)
        return
    mixed = st.toggle(
        _("Mix with MNIST"),
        True,
        key=keys.FINE_TUNE_MIXED,
        persist_state="session",  # it is not on the page while the fine-tuning goes on
        help=_("Without MNIST's digits the model soon forgets what it knew. Try it!"),
    )
    st.button(
        _("Fine-tune it on my handwriting"),
        type="primary",
        icon=":material/school:",
        key=keys.FINE_TUNE,
        on_click=_start,
        args=(lab, mixed),
    )
    if job is not None and job.result is not None:
        _result(lab, job, job.result)
    elif job is not None and job.error is not None:
        st.error(_("The fine-tuning failed: {cause}").format(cause=explain_failure(job.error)))
    if was_active:
        st.rerun()


def _under_way(job: FineTuning) -> None:
    step = job.latest
    if step is not None and step.checking:
        words = _("Checking what it has learned…")
    elif step is not None and step.comparing:
        words = _("For comparison: another copy takes as many steps on MNIST alone…")
    else:
        words = _("Learning your handwriting…")
    share = step.step / step.steps if step else 0.0
    job_progress(job, share, words, _("Your fine-tuning waits for its turn"))


def _start(lab: Lab, mixed: bool) -> None:
    forget_seen()
    run = model_run()
    if run is None:
        return
    steps = _steps(lab, get_state().owner, run.run_id, mixed, own_digits(lab))
    begin_job(KIND, steps, subject=run.run_id)


def _steps(
    lab: Lab, owner: str, run_id: str, mixed: bool, own: tuple[np.ndarray, np.ndarray]
) -> Generator[HandStep, None, HandResult]:
    """The fine-tuning; only when it begins, the model is in memory."""
    model, mnist = lab.queue.model(owner, run_id), lab.mnist
    return (yield from fine_tune(model, *own, mnist.train, mnist.test, mixed=mixed))


def _compare(label: str, before: float, alone: float, after: float, *, decimals: int) -> None:
    """An accuracy after the fine-tuning, and what the learner's digits have changed of it.

    `alone` is the accuracy after as many steps without them.
    """
    points = round((after - alone) * 100, decimals) + 0.0  # no minus before a zero
    change = with_minus(f"{points:+.{decimals}f}")
    st.metric(
        label,
        f"{after:.{decimals}%}",
        _("{points} points by your digits").format(points=change)
        if points
        else _("no change by your digits"),
        delta_color="green" if points > 0 else "red" if points else "gray",
        delta_arrow="up" if points > 0 else "down" if points else "off",
        border=True,
    )
    st.caption(
        _("Before: {before}. After as many steps on MNIST alone: {alone}.").format(
            before=f"{before:.{decimals}%}", alone=f"{alone:.{decimals}%}"
        )
    )


def _result(lab: Lab, job: FineTuning, result: HandResult) -> None:
    """Before and after, on their digits and on MNIST; and the choice to go on with it."""
    grid = st.grid(2, min_column_width=200)
    with grid.cell():
        _compare(
            _("Your digits"), result.own_before, result.own_alone, result.own_after, decimals=0
        )
    with grid.cell():
        _compare(
            _("MNIST's test set"),
            result.test_before,
            result.test_alone,
            result.test_after,
            decimals=2,
        )
    st.caption(text("draw", "compared"))
    st.caption(text("draw", "checked_apart" if result.checked_apart else "checked_same"))
    st.button(
        _("Go on with the fine-tuned model"),
        icon=":material/check:",
        key=keys.USE_FINE_TUNED,
        on_click=_use,
        args=(lab, job, result),
    )


def _use(lab: Lab, job: FineTuning, result: HandResult) -> None:
    """Keep the fine-tuned network as a run of its own, and speak of it from now on."""
    state = get_state()
    forget_seen()
    try:
        base = lab.queue.snapshot(state.owner, job.subject)
        state.chosen_run = lab.queue.keep_fine_tuned(
            state.owner, base.run_id, result.model, base.name, result.test
        )
        get_handwriting_state().gone_on_with = state.chosen_run
        lab.queue.jobs.forget(state.owner, KIND)
        runs_changed()
    except LabError as error:
        notify(error)
    state.whole_page = True  # the sidebar, too, is to speak of the fine-tuned model


def _say_gone_on() -> None:
    """The sign that the fine-tuned model is the one in use now."""
    run = current_run()
    if run is None or run.test is None or run.run_id != get_handwriting_state().gone_on_with:
        return
    st.success(
        _(
            "All pages now use the fine-tuned model, **{run}**: {accuracy:.2%} of MNIST's test "
            "images right. Draw a digit and see how it reads your hand."
        ).format(run=run_name(run), accuracy=run.test.accuracy),
        icon=":material/check_circle:",
    )
