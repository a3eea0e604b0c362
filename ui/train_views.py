"""The Train page's parts: start and stop, the live charts, and what became of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from mnist_core.config import TrainingConfig
from mnist_core.schedule import learning_rates
from ui import charts, taught_views
from ui.browser import awaited
from ui.errors import code_span, explain, explain_code
from ui.fragments import fragment
from ui.i18n import gettext as _
from ui.i18n import text
from ui.lab import open_lab
from ui.live import (
    act,
    current_run,
    is_active,
    progress,
    progress_text,
    start,
    status_badge,
)
from ui.notices import bring_up
from ui.state import get_state
from ui.train_charts import curves, held_out_word

if TYPE_CHECKING:
    from mnist_core.runs import RunSnapshot

LIVE_SECONDS = 0.5
# A run that waits changes only its place in the queue.
WAITING_SECONDS = 2.0
NOTHING_YET = 60  # pixels of a sentence


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
        key="device",
    )


def start_button() -> None:
    """Start, or start again with the settings as they are now."""
    run = current_run()
    label = _("Start training") if run is None else _("Start again")
    busy = run is not None and is_active(run)
    st.button(
        label if not busy else _("Training…"),
        type="primary",
        icon=":material/play_arrow:",
        key="start_training",
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
    steps = config.epochs * -(-config.training_size // config.batch_size)
    chosen = np.unique(np.linspace(1, steps, 200).astype(int))
    rates = pd.DataFrame(
        {"step": chosen, "learning_rate": learning_rates(config, steps)[chosen - 1]}
    )
    st.altair_chart(
        charts.learning_rate_chart(rates, step=_("Step"), learning_rate=_("Learning rate")),
        key="schedule_chart",
        alt=_("The learning rate over the steps of the run, at most {rate:g}.").format(
            rate=rates["learning_rate"].max()
        ),
    )


def live_view() -> None:
    """The run as it goes: polled while it can change, still afterwards."""
    tick = _tick_seconds(current_run())
    fragment(_run_view, tick)(tick)


def _tick_seconds(run: RunSnapshot | None) -> float | None:
    """How often the run must be looked at; None if it changes no more."""
    if run is None or not is_active(run):
        return None
    return LIVE_SECONDS if run.status.value == "running" else WAITING_SECONDS


def _run_view(tick: float | None) -> None:
    bring_up()
    if awaited():
        st.skeleton(height=NOTHING_YET)
        return
    run = current_run()
    if run is None:
        st.info(text("train", "nothing_yet"), icon=":material/play_circle:")
        return
    if run.taught_from is None:
        _head(run)
        _numbers(run)
    else:
        taught_views.result(run)
        taught_views.whose_curves(run)
    curves(run)
    _log(run)
    if _tick_seconds(run) != tick:
        st.rerun()  # only the whole page can change how often a fragment runs


def _head(run: RunSnapshot) -> None:
    """State, progress, and the buttons that can be pressed now."""
    row = st.container(horizontal=True, vertical_alignment="center")
    with row:
        status_badge(run)
    if is_active(run):
        paused = run.status.value == "paused"
        row.button(
            _("Stop"), icon=":material/stop:", key="stop", on_click=act, args=("stop", run.run_id)
        )
        if run.status.value != "queued":
            row.button(
                _("Resume") if paused else _("Pause"),
                icon=":material/play_arrow:" if paused else ":material/pause:",
                key="pause",
                on_click=act,
                args=("resume" if paused else "pause", run.run_id),
            )
    st.progress(progress(run), text=progress_text(run))
    _ending(run)


def _ending(run: RunSnapshot) -> None:
    """What a run that did not simply finish wants to tell."""
    status = run.status.value
    if status == "diverged" and run.history.diverged is not None:
        fall = run.history.diverged
        st.error(
            text(
                "train",
                "diverged",
                epoch=fall.epoch,
                batch=fall.batch,
                learning_rate=f"{run.config.learning_rate:g}",
            ),
            icon=":material/trending_up:",
        )
    elif status == "failed":
        st.error(text("train", "failed", cause=_cause(run)), icon=":material/error:")
    elif status in ("stopped", "interrupted"):
        words = text("train", status, epochs=len(run.history.epochs), cause=_cause(run))
        st.info(words, icon=":material/info:")


def _cause(run: RunSnapshot) -> str:
    """Why the run ended early: the sentence, and the technical cause where there is one."""
    error = run.error
    if error is None:
        return ""
    sentence = explain_code(error.code, error.params, error.message)
    return f"{sentence} ({code_span(error.detail)})" if error.detail else sentence


def _numbers(run: RunSnapshot) -> None:
    """The latest figures, in places that do not move."""
    losses = run.history.smoothed_losses()
    latest = run.history.epochs[-1] if run.history.epochs else None
    grid = st.grid(3, min_column_width=130)
    grid.metric(_("Loss (smoothed)"), f"{losses[-1]:.4f}" if len(losses) else "–")
    grid.metric(
        _("Accuracy: {split}").format(split=_("Training set")),
        f"{latest.train_accuracy:.2%}" if latest else "–",
    )
    grid.metric(
        _("Accuracy: {split}").format(split=held_out_word(run)),
        f"{latest.held_out_accuracy:.2%}" if latest else "–",
    )


def log_lines(run: RunSnapshot) -> str:
    """The tutorial's own log lines."""
    return "\n".join(
        f"Epoch [{each.epoch}/{run.config.epochs}]  Loss: {each.train_loss:.4f}  "
        f"Train Acc: {each.train_accuracy:.2%}  "
        f"{'Val' if run.history.held_out_name == 'validation' else 'Test'} Acc: "
        f"{each.held_out_accuracy:.2%}"
        for each in run.history.epochs
    )


def _log(run: RunSnapshot) -> None:
    st.markdown("**" + _("The log, as the tutorial prints it") + "**")
    st.code(log_lines(run) or _("The first line comes after the first epoch."), language=None)


def seen(run: RunSnapshot | None, config: TrainingConfig) -> dict[str, object]:
    """The numbers for *What you are seeing*: the run's own, or those the settings will give."""
    config = run.config if run is not None else config
    steps = -(-config.training_size // config.batch_size)
    return {
        "images": f"{config.training_size:,}",
        "batch_size": config.batch_size,
        "steps": f"{steps:,}",
        "epochs": config.epochs,
        "total": f"{steps * config.epochs:,}",
        "learning_rate": f"{config.learning_rate:g}",
    }
