"""Settings in one click: what was set is said right there, to be started or to be set back."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from mnist_core.config import TrainingConfig
from ui.runs import active_run, start
from ui.session import component, get_state
from ui.settings.controls import use_settings
from ui.settings.state import Tried, get_settings_state
from ui.shell import go_next
from ui.text import BUSY, _, changes, text

_to_the_top = component(
    "digit_lab_top",
    js="""export default function () {
      document.querySelector('[data-testid="stMain"]').scrollTo({ top: 0 });
    }""",
)


@dataclass(frozen=True)
class Experiment:
    """Something to try: one click sets these settings."""

    label: str
    config: TrainingConfig


def try_settings(group: str, config: TrainingConfig) -> None:
    """Set every setting at once, and remember what was there before (a callback)."""
    tried, now = _tried(), get_state().config
    get_settings_state().tried = Tried(group, tried.before if tried else now, config)
    use_settings(config)


def try_this(key: str, offered: tuple[Experiment, ...] = (), section: str = "try") -> None:
    """*Try this*: experiments, one click each."""
    st.subheader(_("Try this"), anchor=False)
    st.markdown(text(key, section))
    if offered:
        experiment_buttons(key, offered)


def experiment_buttons(group: str, offered: tuple[Experiment, ...]) -> None:
    """A button for each, and what the last click has set, with the way on and the way back."""
    row = st.container(horizontal=True)
    for number, experiment in enumerate(offered):
        row.button(
            experiment.label,
            key=f"try_{group}_{number}",
            icon=":material/science:",
            on_click=try_settings,
            args=(group, experiment.config),
        )
    if get_settings_state().just_started:  # on the page that shows it, far above
        get_settings_state().just_started = False
        _to_the_top(key="to_the_top")
    if what_was_set(group):
        row = st.container(horizontal=True)
        with row:
            _start_button(group)
            back_button(group)


def what_was_set(group: str) -> bool:
    """Say it, as long as it is what is set; whether there is anything to start or to set back."""
    tried = _tried()
    if tried is None or tried.group != group:
        return False
    listed = changes(tried.before, tried.after)
    if not listed:
        st.info(_("This is how everything is set already."), icon=":material/check:")
    else:
        words = text("settings", "tried") + "\n" + "\n".join(f"- {each}" for each in listed)
        st.info(words, icon=":material/tune:")
    return True


def back_button(group: str) -> None:
    """Back to the settings before the click."""
    tried = _tried()
    if tried is not None and tried.before != tried.after:
        st.button(_("Set it back"), icon=":material/undo:", key=f"back_{group}", on_click=_set_back)


def _tried() -> Tried | None:
    """The last click's settings, if they are still the ones in force."""
    tried = get_settings_state().tried
    return tried if tried is not None and get_state().config == tried.after else None


def _set_back() -> None:
    tried = _tried()
    if tried is not None:
        use_settings(tried.before)
        get_settings_state().tried = None


def _start_button(group: str) -> None:
    """Start with what was set, and go where it can be watched."""
    run = active_run()
    st.button(
        _("Start training") if run is None else _(BUSY[run.status]),
        type="primary",
        icon=":material/play_arrow:",
        key=f"start_{group}",
        on_click=_start,
        disabled=run is not None,
    )


def _start() -> None:
    state = get_settings_state()
    state.tried, state.just_started = None, True
    start(get_state().config)
    go_next("train")
