"""The run of this visit: start it, watch it from any page, stop it.

The run itself lives in the queue; what is here only asks for immutable snapshots of it, so a
page script ends at once however long the training takes.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from mnist_core.errors import LabError
from mnist_core.tracking import RunSnapshot, RunStatus
from ui.session import (
    Key,
    awaited,
    get_state,
    page_state,
    put,
    script_run,
    visitor_address,
    widget,
)
from ui.shell import forget_seen, fragment, link, loader, notify, open_lab
from ui.text import STATUS, _, ngettext, run_names

if TYPE_CHECKING:
    from mnist_core.config import TrainingConfig
    from mnist_core.model import MLP
    from mnist_core.runs import Job


CHOSEN_RUN = Key[str]("chosen_run")
SIDEBAR_SECONDS = 2.0
LOADING_SECONDS = 0.5
SMALL = ":small[{}]"  # so that it stays on a line with two-digit epochs, too
# Streamlit's "running" sign would come and go with every look at the run.
CALM = "<style>[data-testid='stStatusWidget'] { visibility: hidden }</style>"


@dataclass
class RunsState:
    """This browser's runs, as the queue gave them when it was asked last."""

    runs: Sequence[RunSnapshot] = ()
    owner: str | None = None
    asked_in: object | None = None  # the run of the script


def own_runs() -> Sequence[RunSnapshot]:
    """This browser's runs, newest first; the queue is asked once in each run of the script."""
    owner, now, state = get_state().owner, script_run(), page_state(RunsState)
    if now is None or state.asked_in is not now or state.owner != owner:
        queue = open_lab().queue
        queue.heartbeat(owner)
        state.runs, state.owner, state.asked_in = queue.runs(owner), owner, now
    return state.runs


def runs_changed() -> None:
    """A callback has changed them: the queue is to be asked again."""
    page_state(RunsState).asked_in = None


def current_run() -> RunSnapshot | None:
    """The run that the pages speak of: the chosen one, else this browser's newest.

    What was shown once stays, whatever is begun in another tab.
    """
    state, runs = get_state(), own_runs()
    chosen = next((run for run in runs if run.run_id == state.chosen_run), None)
    run = chosen or next(iter(runs), None)
    state.chosen_run = run.run_id if run else None
    return run


def active_run() -> RunSnapshot | None:
    """This browser's newest run that is under way, whichever is chosen."""
    return next((run for run in own_runs() if run.active), None)


def model_run() -> RunSnapshot | None:
    """The run whose model is shown and used: the current one, or the newest that has a model.

    A run that diverged at once has none; what was trained before it is still there.
    """
    run = current_run()
    if run is None or run.active or run.history.epochs:
        return run
    return next((each for each in own_runs() if each.history.epochs), run)


def whose_model() -> None:
    """Say whose model this is, where it is not the current run's."""
    run, shown = current_run(), model_run()
    if run is None or shown is None or run.run_id == shown.run_id:
        return
    words = _("Your run {run} ended before its first epoch and has no model. This is {shown}.")
    st.info(words.format(run=run_name(run), shown=run_name(shown)), icon=":material/history:")


def current_model(run: RunSnapshot | None = None) -> MLP | None:
    """The run's model: of the moment it was stopped, else of the end of its last finished epoch.

    None while no epoch is finished.
    """
    run = run or model_run()
    if run is None or not run.history.epochs:
        return None
    return open_lab().queue.model(get_state().owner, run.run_id)


def begin_job(kind: str, events: Generator[Any, None, Any], subject: str) -> None:
    """Hand another computing than a training to the queue (a callback); a refusal is said.

    Args:
        subject: what it is about, for whoever finds it again.
    """
    state = get_state()
    state.whole_page = True  # the page has to begin to look again by itself
    try:
        open_lab().queue.jobs.begin(
            state.owner, kind, events, subject=subject, address=visitor_address()
        )
        runs_changed()  # those that wait may wait longer
    except LabError as error:
        notify(error)


def start(config: TrainingConfig) -> None:
    """Hand a new run to the queue and speak of it from now on.

    To be called as a button's `on_click`: a button's own value is lost where another request of
    the browser's comes before the page has got as far as the button.

    A click before the browser has said who it is waits for that: the run would otherwise belong
    to nobody who comes back.
    """
    state = get_state()
    state.whole_page = True
    forget_seen()
    if state.identified and loader().ready:
        _submit(config)
    else:
        state.pending = config


def start_pending() -> None:
    """Start what was asked for before the browser was known: now it is, or it does not answer."""
    state = get_state()
    if state.pending is not None and not awaited():
        config, state.pending = state.pending, None
        _submit(config)


def _submit(config: TrainingConfig) -> None:
    state = get_state()
    try:
        state.chosen_run = open_lab().queue.submit(
            state.owner, config, device=state.device, address=visitor_address()
        )
    except LabError as error:
        notify(error)
    runs_changed()


def act(action: Literal["stop", "pause", "resume"], run_id: str) -> None:
    """Stop, pause or resume a run; one that has ended meanwhile is left as it is."""
    forget_seen()
    queue = open_lab().queue
    actions = {"stop": queue.stop, "pause": queue.pause, "resume": queue.resume}
    try:
        actions[action](get_state().owner, run_id)
    except LabError as error:
        notify(error)
    runs_changed()


def status_badge(run: RunSnapshot) -> None:
    """The run's state as a word, a colour and an icon."""
    word, color, icon = STATUS[run.status]
    st.badge(_(word), color=color, icon=icon)


def progress_text(run: RunSnapshot) -> str:
    """Where the run is: its position in the queue, or epoch, step, speed and time left."""
    if run.status is RunStatus.QUEUED or _between_steps(run):
        return brief_progress(run)
    step = run.step if run.diverged is None else run.diverged.step  # the one that broke it
    parts = [
        _("Epoch {epoch} of {epochs}").format(epoch=run.epoch, epochs=run.config.epochs),
        _("step {step:,} of {steps:,}").format(step=step, steps=run.total_steps),
    ]
    if run.status is RunStatus.RUNNING:
        if run.images_per_second:
            parts.append(_("{speed:,.0f} images/s").format(speed=run.images_per_second))
        if run.seconds_left is not None:
            parts.append(_("{duration} left").format(duration=duration(run.seconds_left)))
    return " · ".join(parts)


def _between_steps(run: RunSnapshot) -> bool:
    """Whether a run is at work, but before its first step or after its last."""
    return run.status is RunStatus.RUNNING and run.step in (0, run.total_steps)


def brief_progress(run: RunSnapshot) -> str:
    """Where the run is, in words so few that they stay on a line of the sidebar."""
    if run.status is RunStatus.QUEUED:
        return queue_text(run.queue_position, run.wait_seconds)
    if _between_steps(run):
        return _("Measuring the result…") if run.step else _("Getting ready…")
    return _("Epoch {epoch} of {epochs}: {share:.0%}").format(
        epoch=run.epoch, epochs=run.config.epochs, share=run.progress
    )


def job_progress(job: Job[Any, Any], share: float, words: str, waiting: str) -> None:
    """A bar that says what a job does, or while it waits, its position in the queue.

    Args:
        share: how much of it is done, 0 to 1.
    """
    if job.waiting:
        position, seconds = open_lab().queue.jobs.position_of(job)
        words = waiting if position is None else f"{waiting} · {queue_text(position, seconds)}"
    st.progress(share, text=words)


def queue_text(position: int | None, seconds: float | None) -> str:
    """A position in the queue, and in how many seconds its turn comes where that is known."""
    number = _("Number {position} in the queue").format(position=position)
    if seconds is None:
        return number
    return number + " · " + _("starts in about {duration}").format(duration=duration(seconds))


def duration(seconds: float) -> str:
    """A time as a person would say it."""
    whole = max(round(seconds), 1)
    if whole < 60:
        return ngettext("{count} second", "{count} seconds", whole).format(count=whole)
    minutes = round(whole / 60)
    return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)


def show_current_run() -> None:
    """The sidebar's small view of the run, on every page, and the choice among several."""
    if not loader().ready:
        if not loader().failed:
            fragment(_look_for_the_lab, LOADING_SECONDS)()
        return
    run = current_run()
    every = SIDEBAR_SECONDS if run is not None and run.active else None
    fragment(_sidebar_view, every)(every is not None)
    _choose_run(run)


def _look_for_the_lab() -> None:
    """As soon as the lab is loaded, the page can speak of runs, or of why there is none."""
    if loader().ready or loader().failed:
        st.rerun()


def _choose_run(run: RunSnapshot | None) -> None:
    """Which of this browser's runs the pages speak of."""
    state = get_state()
    runs = {each.run_id: each for each in own_runs()}
    if run is None or len(runs) < 2:
        return
    put(CHOSEN_RUN, run.run_id)
    names = run_names(list(runs.values()))

    def choose() -> None:
        state.chosen_run = widget(CHOSEN_RUN)

    st.selectbox(
        _("Your runs"),
        list(runs),
        format_func=names.__getitem__,
        key=CHOSEN_RUN,
        on_change=choose,
        help=_("Evaluate and Draw use the run chosen here."),
    )


def run_name(run: RunSnapshot) -> str:
    """What the list of this browser's runs calls it."""
    return run_names(own_runs())[run.run_id]


def _sidebar_view(was_active: bool) -> None:
    run = current_run()
    if run is None:
        return
    if run.active:
        st.html(CALM)
    with st.container(border=True, key="current_run"):
        status_badge(run)
        if run.active:
            st.progress(run.progress, text=brief_progress(run))
        if run.latest_result is None and run.active:
            st.markdown(SMALL.format(_("No epoch finished yet")))  # keeps the room for what comes
        if run.latest_result is not None:
            words = (
                _("Accuracy {accuracy:.2%} after epoch {epoch}")
                if run.fine_tuned_from is None
                else _("Test accuracy {accuracy:.2%}, fine-tuned on your handwriting")
            )
            accuracy, epoch = run.latest_result.accuracy, len(run.history.epochs)
            st.markdown(SMALL.format(words.format(accuracy=accuracy, epoch=epoch)))
        link("train", _("Watch it") if run.active else _("See the run"))
    if was_active and not run.active:
        st.rerun()
