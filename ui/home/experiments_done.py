"""Home's part for experiments: those that were done, what was guessed, and what came out."""

from __future__ import annotations

from functools import partial

import streamlit as st

from mnist_core.experiments import Experiment, experiments
from mnist_core.tracking import Attempt
from ui.attempts import experiment_text, newest, outcome_of, summary
from ui.home import keys
from ui.session import awaited
from ui.shell import Lab, go_next, link, loader, open_lab
from ui.text import _, text

WAITING = 60  # pixels of a sentence


def show() -> None:
    """Each experiment that was begun, the last first, and the way to all."""
    st.subheader(_("Your experiments"), anchor=False)
    if awaited() or not loader().ready:
        st.skeleton(height=WAITING)
        return
    lab = open_lab()
    tried = {key: each for key, each in newest(lab).items() if key in experiments()}
    section = "experiments" if tried else "no_experiments"
    st.markdown(text("home", section, count=len(tried), total=len(experiments())))
    for key, attempt in tried.items():
        _entry(experiments()[key], attempt)
    link("experiments", _("All experiments"))


def next_experiment(lab: Lab) -> Experiment | None:
    """The first that was never tried; None where all were."""
    tried = newest(lab)
    return next((each for key, each in experiments().items() if key not in tried), None)


def open_experiment(experiment: Experiment) -> None:
    """Go to it (a callback)."""
    go_next("experiments", experiment=experiment.key)


def _entry(experiment: Experiment, attempt: Attempt) -> None:
    outcome = outcome_of(attempt)
    if outcome is None:
        icon, words = ":material/pending:", _("Predicted, but not run to its end.")
    else:
        hit, words = summary(experiment, attempt.prediction, outcome)
        icon = ":material/check_circle:" if hit else ":material/lightbulb:"
    with st.container(gap=None):
        st.button(
            experiment_text(experiment, "title"),
            icon=icon,
            type="tertiary",
            key=keys.experiment(experiment.key),
            on_click=partial(open_experiment, experiment),
        )
        st.caption(words)
