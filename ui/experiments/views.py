"""The Experiments page's parts: the list of all, and one from its question to its verdict."""

from __future__ import annotations

from functools import partial

import streamlit as st

from mnist_core.experiments import (
    GROUPS,
    MYSTERY,
    QUANTITIES,
    Experiment,
    Progress,
    curve_of,
    experiments,
)
from mnist_core.tracking import Attempt
from ui.attempts import committed_words, experiment_text, newest, outcome_of
from ui.charts import TOLD_APART
from ui.experiments import attempts, curves, keys, labels, mystery, state, verdict
from ui.experiments.predictions import predict
from ui.runs import job_progress
from ui.session import awaited, get_state
from ui.shell import Lab, fragment
from ui.text import _, explain_failure, listed, setting_name, settings_line

LOOK_SECONDS = 0.5
NARROWEST = 300  # pixels for a group of the list


def show(lab: Lab) -> None:
    """The experiment that was chosen, or the list."""
    key = state.chosen_experiment()
    if key is None:
        mystery.entry(lab)
        show_list(lab)
        return
    st.button(
        _("All experiments"),
        icon=":material/arrow_back:",
        key=keys.LIST,
        on_click=partial(state.choose, None),
    )
    if key == MYSTERY:
        mystery.show(lab)
    else:
        show_one(lab, experiments()[key])


def show_list(lab: Lab) -> None:
    """All experiments by group, with what was guessed and what came out."""
    tried = newest(lab)
    grid = st.grid(2, min_column_width=NARROWEST)
    for group in GROUPS:
        title, icon = labels.GROUPS[group]
        with grid.cell():
            st.subheader(f"{icon} {_(title)}", anchor=False)
            for experiment in experiments().values():
                if experiment.group == group:
                    _entry(experiment, tried.get(experiment.key))


def _entry(experiment: Experiment, attempt: Attempt | None) -> None:
    icon = ":material/science:"
    if attempt is not None:
        done = outcome_of(attempt) is not None
        icon = ":material/check_circle:" if done else ":material/pending:"
    st.button(
        experiment_text(experiment, "title"),
        icon=icon,
        type="tertiary",
        key=keys.opened(experiment.key),
        on_click=partial(state.choose, experiment.key),
    )


def show_one(lab: Lab, experiment: Experiment) -> None:
    """The question; then the prediction, or the runs and their verdict."""
    st.header(experiment_text(experiment, "title"), anchor=False)
    st.markdown(experiment_text(experiment, "question"))
    st.caption(plans_words(experiment))
    attempt = newest(lab).get(experiment.key)
    if attempt is None or state.get_experiments_state().anew == experiment.key:
        ask(lab, experiment)
        return
    job = attempts.job_of(lab, attempt)
    active = job is not None and job.active
    fragment(_attempt, LOOK_SECONDS if active else None)(lab, experiment, attempt, active)


def plans_words(experiment: Experiment) -> str:
    """Which runs there are, and what is the same in all."""
    names = labels.plan_names(experiment.plans)
    if len(names) > TOLD_APART:
        settings = listed(map(setting_name, labels.differing(experiment.plans)))
        runs = _("{count} short runs that differ in this: {settings}.").format(
            count=len(names), settings=settings
        )
    elif len(names) > 1:
        runs = _("{count} short runs: {runs}.").format(
            count=len(names), runs=" · ".join(names.values())
        )
    else:
        runs = _("One short run.")
    first = next(iter(experiment.plans.values()))
    return runs + "  \n" + _("The first: {settings}.").format(settings=settings_line(first))


def ask(lab: Lab, experiment: Experiment) -> None:
    """The prediction, and the button that commits it and runs."""
    answer = predict(experiment)
    st.button(
        _("Commit my prediction and run it"),
        type="primary",
        icon=":material/lock:",
        key=keys.COMMIT,
        disabled=answer is None or awaited(),
        on_click=partial(attempts.commit, lab, experiment, answer),
    )


def _attempt(lab: Lab, experiment: Experiment, attempt: Attempt, was_active: bool) -> None:
    """What was predicted, and how far the runs are or what came out.

    The attempt is the whole page's: it stays as it is while its runs go on, so no tick reads the
    store for it.
    """
    job = attempts.job_of(lab, attempt)
    if was_active and (job is None or not job.active):
        st.rerun()
    words = committed_words(experiment, attempt.prediction)
    if words:
        st.markdown(_("You predicted: {prediction}").format(prediction=f"**{words}**"))
    outcome = outcome_of(attempt)
    if outcome is not None:
        verdict.say(experiment, attempt.prediction, outcome)
        curves.show(experiment, attempt.prediction, outcome.curves)
        verdict.explain(experiment, outcome)
        _again(experiment)
    elif job is not None and job.active:
        _progress(job)
        curves.show(experiment, attempt.prediction, _measured(job.latest))
    else:
        _not_run(lab, experiment, attempt, job)


def _measured(progress: Progress | None) -> curves.Measured:
    histories = progress.histories if progress is not None else {}
    return {
        plan: {quantity: curve_of(history, quantity) for quantity in QUANTITIES}
        for plan, history in histories.items()
    }


def _progress(job: attempts.Work) -> None:
    latest = job.latest
    share = latest.step / latest.steps if latest is not None else 0.0
    words = _("Your prediction is kept. Training…")
    job_progress(job, share, words, _("Your prediction is kept. The runs wait for their turn"))
    st.button(_("Stop"), icon=":material/stop:", key=keys.STOP, on_click=job.stop)


def _not_run(lab: Lab, experiment: Experiment, attempt: Attempt, job: attempts.Work | None) -> None:
    """Stopped, failed, refused, or lost with the server that ran it."""
    if job is not None and job.error is not None:
        st.error(explain_failure(job.error), icon=":material/error:")
    st.info(
        _("Your prediction is kept, but the runs have not come to their end."),
        icon=":material/pause_circle:",
    )
    curves.show(experiment, attempt.prediction, {})
    st.button(
        _("Run it"),
        type="primary",
        icon=":material/play_arrow:",
        key=keys.RUN,
        on_click=partial(attempts.run, lab, experiment, attempt),
    )


def _again(experiment: Experiment) -> None:
    def anew() -> None:
        state.get_experiments_state().anew = experiment.key
        get_state().whole_page = True  # the question takes the place of this fragment

    st.button(
        _("Predict and run it again, with other random numbers"),
        icon=":material/replay:",
        key=keys.AGAIN,
        on_click=anew,
    )
