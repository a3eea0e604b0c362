"""The Train page's parts: start and stop, the live charts, and what became of the run."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from mnist_core.config import TrainingConfig
from mnist_core.tracking import RunSnapshot, RunStatus
from mnist_core.training import learning_rates
from ui.charts import learning_rate_chart, specification
from ui.components import without_toolbar
from ui.results import curves, finding_of, fine_tuned, held_out_word, marked_epochs
from ui.runs import act, current_run, progress_text, start, status_badge
from ui.session import awaited, get_state, just_arrived
from ui.shell import fragment, link, open_lab, rerun_if_unseen
from ui.text import (
    BUSY,
    _,
    changed_settings,
    explain,
    listed,
    loss_number,
    network,
    plain_number,
    settings_line,
    text,
)
from ui.train import diagnosis, keys, training_log
from ui.train.endings import accuracy_words, ending
from ui.train.state import get_train_state

LIVE_SECONDS = 0.5
# A run that waits changes only its position in the queue.
WAITING_SECONDS = 2.0
NOTHING_YET = 60  # pixels of a sentence


def network_choice() -> None:
    """Which network the next run trains; it is chosen on another page."""
    words = _("Network: {sizes}, chosen on *Model*")
    st.caption(words.format(sizes=network(get_state().config)))


def device_choice() -> None:
    """Which processor trains: shown always, choosable where there are several."""
    from mnist_core.training import available_devices

    devices = available_devices()
    names = {"cpu": "CPU", "cuda": "CUDA", "mps": "MPS"}
    if len(devices) == 1:
        st.caption(_("Trains on: {device}").format(device=names.get(devices[0], devices[0])))
        get_state().device = devices[0]
        return
    get_state().device = st.segmented_control(
        _("Trains on"),
        devices,
        default=get_state().device or devices[0],
        format_func=lambda name: names.get(name, name),
        required=True,
        key=keys.DEVICE,
    )


def start_button() -> None:
    """Start, or start again with the settings as they are now."""
    run = current_run()
    label = _("Start training") if run is None else _("Start again")
    busy = run is not None and run.active
    st.button(
        _(BUSY[run.status]) if run is not None and busy else label,
        type="primary",
        icon=":material/play_arrow:",
        key=keys.START,
        on_click=lambda: start(get_state().config),
        disabled=busy,
        width="stretch",
    )
    keeping = open_lab().queue.notice
    if keeping is not None:
        st.warning(explain(keeping), icon=":material/save:")


def schedule(config: TrainingConfig) -> None:
    """The learning rate over the run, where it changes."""
    if config.schedule == "constant":
        return
    steps = config.epochs * config.steps_per_epoch()
    chosen = np.unique(np.linspace(1, steps, 200).astype(int))
    rates = pd.DataFrame(
        {"step": chosen, "learning_rate": learning_rates(config, steps)[chosen - 1]}
    )
    # It would lie over the button above that folds the settings away.
    without_toolbar("schedule_place").vega_lite_chart(
        specification(learning_rate_chart(rates, step=_("Step"), learning_rate=_("Learning rate"))),
        key=keys.SCHEDULE_CHART,
        alt=_("The learning rate over the steps of the run, at most {rate}.").format(
            rate=plain_number(rates["learning_rate"].max())
        ),
    )


def live_view() -> None:
    """The run as it goes: polled while it can change, still afterwards."""
    run = current_run()
    every = WAITING_SECONDS if awaited() else _tick_seconds(run)
    fragment(_run_view, every)(None if run is None else run.status)


def _tick_seconds(run: RunSnapshot | None) -> float | None:
    """How often the run must be looked at; None if it changes no more."""
    if run is None or not run.active:
        return None
    return LIVE_SECONDS if run.status is RunStatus.RUNNING else WAITING_SECONDS


def _run_view(shown: RunStatus | None) -> None:
    rerun_if_unseen()
    if awaited():
        st.skeleton(height=NOTHING_YET)
        return
    if get_state().pending is not None:
        st.rerun()  # the browser never said who it is
    run = current_run()
    if run is None:
        st.info(text("train", "nothing_yet"), icon=":material/play_circle:")
        return
    finding = finding_of(run)
    if run.fine_tuned_from is None:
        _head(run)
        _settings(run)
        ending(run)
        diagnosis.show(run, finding)
        _numbers(run)
    else:
        fine_tuned.result(run)
        way_on()
        fine_tuned.whose_curves(run)
        _settings(run)
    curves(run, marked_epochs(run, finding))
    training_log.show(run)
    if run.status is not shown:
        st.rerun()  # how often a fragment runs and what Start says are the whole page's


def _head(run: RunSnapshot) -> None:
    """State, and the buttons that can be pressed now."""
    with st.container(key="run_place"), st.container(key=f"run_head_{_liveliness(run)}"):
        _state_and_buttons(run)
        st.progress(run.progress, text=progress_text(run))


def _liveliness(run: RunSnapshot) -> str:
    """Under way, over (the learner has just seen it end here), or ended before."""
    state = get_train_state()
    if just_arrived():
        state.watched = None
    if run.active:
        state.watched = run.run_id
        return "active"
    return "over" if state.watched == run.run_id else "ended"


def _state_and_buttons(run: RunSnapshot) -> None:
    row = st.container(horizontal=True, vertical_alignment="center", key="run_state")
    with row:
        status_badge(run)
    if run.active:
        paused = run.status is RunStatus.PAUSED
        row.button(
            _("Stop"),
            icon=":material/stop:",
            key=keys.STOP,
            on_click=act,
            args=("stop", run.run_id),
        )
        if run.status is not RunStatus.QUEUED:
            row.button(
                _("Resume") if paused else _("Pause"),
                icon=":material/play_arrow:" if paused else ":material/pause:",
                # two keys, or a hand's second click would undo the first
                key=keys.RESUME if paused else keys.PAUSE,
                on_click=act,
                args=("resume" if paused else "pause", run.run_id),
            )
    elif run.history.epochs:
        with row:
            way_on()


def way_on() -> None:
    """From a result to what lies behind it."""
    link("evaluate", _("Find out what it gets wrong"))


def _settings(run: RunSnapshot) -> None:
    """What the run shown was set to, and whether the controls now say something else."""
    words = _("This run: {settings}.").format(settings=settings_line(run.config))
    changed = changed_settings(run.config, get_state().config)
    if changed:
        words += "  \n" + _("Changed since, for the next run: {settings}.").format(
            settings=listed(changed)
        )
    st.caption(words)


def _numbers(run: RunSnapshot) -> None:
    """The latest figures, each where it was."""
    losses = run.history.smoothed_losses()
    latest = run.history.epochs[-1] if run.history.epochs else None
    grid = st.grid(3, min_column_width=130)
    grid.metric(_("Loss (smoothed)"), loss_number(losses[-1]) if len(losses) else "–")
    grid.metric(
        _("Accuracy: {split}").format(split=_("Training set")),
        f"{latest.train_accuracy:.2%}" if latest else "–",
    )
    grid.metric(
        _("Accuracy: {split}").format(split=held_out_word(run)),
        f"{latest.held_out_accuracy:.2%}" if latest else "–",
    )


def seen(run: RunSnapshot | None, config: TrainingConfig) -> dict[str, object]:
    """The numbers for *What you are seeing*: the run's own, or those the settings will give."""
    config = run.config if run is not None else config
    steps = config.steps_per_epoch()
    return {
        "images": f"{config.training_size:,}",
        "order": text("train", f"order_{config.order}"),
        "batch_size": config.batch_size,
        "steps": f"{steps:,}",
        "epochs": config.epochs,
        "total": f"{steps * config.epochs:,}",
        "learning_rate": plain_number(config.learning_rate),
        "accuracies": accuracy_words(run),
        "update": text("train", f"update_{config.optimizer}"),
    }
