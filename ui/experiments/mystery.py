"""A mystery run, from its start to its mending: curves, three probes, one answer."""

from __future__ import annotations

from functools import partial

import streamlit as st

from mnist_core.experiments import (
    FAULTS,
    MYSTERY,
    PROBES,
    Case,
    Curves,
    Evidence,
    Fault,
    Progress,
    curves_of,
)
from mnist_core.tracking import Attempt
from ui.experiments import (
    attempts,
    keys,
    mystery_attempts,
    mystery_curves,
    mystery_verdict,
    probes,
    state,
)
from ui.runs import job_progress
from ui.session import awaited
from ui.shell import Lab, fragment
from ui.text import _, explain_failure, figures, has_section, ngettext, text

LOOK_SECONDS = 0.5


def entry(lab: Lab) -> None:
    """Its place above the list of experiments."""
    attempt = mystery_attempts.newest(lab)
    icon = ":material/troubleshoot:"
    if attempt is not None:
        answered = mystery_attempts.case_of(attempt).answer is not None
        icon = ":material/check_circle:" if answered else ":material/pending:"
    with st.container(border=True):
        st.button(
            text("mystery", "title"),
            icon=icon,
            type="tertiary",
            key=keys.opened(MYSTERY),
            on_click=partial(state.choose, MYSTERY),
        )
        st.markdown(text("mystery", "entry"))


def show(lab: Lab) -> None:
    """The start; then the run, and what is asked and said of it."""
    st.header(text("mystery", "title"), anchor=False)
    healthy = Fault().config(0)
    st.markdown(
        text(
            "mystery",
            "question",
            images=f"{healthy.training_size:,}",
            epochs=healthy.epochs,
        )
    )
    attempt = mystery_attempts.newest(lab)
    if attempt is None or state.get_experiments_state().anew == MYSTERY:
        _start(lab, _("Start a mystery run"))
        return
    job = mystery_attempts.job_of(lab, attempt)
    active = job is not None and job.active
    fragment(_mystery, LOOK_SECONDS if active else None)(lab, active)


def _start(lab: Lab, words: str, *, next_thing: bool = True) -> None:
    st.button(
        words,
        type="primary" if next_thing else "secondary",
        icon=":material/play_arrow:",
        key=keys.MYSTERY_START,
        disabled=awaited(),
        on_click=partial(mystery_attempts.begin, lab),
    )


def _mystery(lab: Lab, was_active: bool) -> None:
    """The run so far, or all that it has left."""
    attempt = mystery_attempts.newest(lab)
    if attempt is None:  # another tab's newer ones have taken its place
        st.rerun()
        return
    job = mystery_attempts.job_of(lab, attempt)
    if was_active and (job is None or not job.active):
        st.rerun()
    evidence = mystery_attempts.evidence_of(attempt)
    if evidence is None:
        _unfinished(lab, attempt, job)
        return
    case = mystery_attempts.case_of(attempt)
    mystery_curves.show({_("this run"): evidence.curves}, "mystery")
    if case.answer is None:
        _ask(lab, case, evidence)
        _name(lab)
    else:
        _spent(case, evidence, expanded=False)
        mystery_verdict.say(case.answer, evidence, attempt.seed)
        _mend(lab, attempt, evidence, job)
        words = _("Another mystery run, with another fault")
        _start(lab, words, next_thing=evidence.mended is not None)


def _unfinished(lab: Lab, attempt: Attempt, job: attempts.Work | None) -> None:
    """In training; or stopped, failed, refused, or lost with the server that ran it."""
    if job is not None and job.active:
        _progress(job, _("Training…"))
        mystery_curves.show({_("this run"): _so_far(job.latest)}, "mystery")
        return
    _failure(job)
    st.info(_("The run has not come to its end."), icon=":material/pause_circle:")
    st.button(
        _("Run it"),
        type="primary",
        icon=":material/play_arrow:",
        key=keys.RUN,
        on_click=partial(mystery_attempts.run, lab, attempt),
    )


def _failure(job: attempts.Work | None) -> None:
    if job is not None and job.error is not None:
        st.error(explain_failure(job.error), icon=":material/error:")


def _progress(job: attempts.Work, words: str) -> None:
    share = job.latest.step / job.latest.steps if job.latest is not None else 0.0
    job_progress(job, min(share, 1.0), words, _("The run waits for its turn"))
    st.button(_("Stop"), icon=":material/stop:", key=keys.STOP, on_click=job.stop)


def _so_far(progress: Progress | None) -> Curves:
    return curves_of(progress.histories[""]) if progress is not None else {}


def _ask(lab: Lab, case: Case, evidence: Evidence) -> None:
    """The probes that may be spent, and what those that were have found."""
    st.subheader(_("Look into the run"), anchor=False)
    left = ngettext(
        "{count} of five probes is left to you.",
        "{count} of five probes are left to you.",
        case.left,
    )
    st.markdown(
        left.format(count=case.left) if case.left else _("All three probes are spent."),
    )
    row = st.container(horizontal=True)
    for probe in PROBES:
        row.button(
            _(probes.NAMES[probe]),
            icon=probes.ICONS[probe],
            key=keys.probe(probe),
            disabled=probe in case.probes or not case.left,
            on_click=partial(mystery_attempts.spend, lab, probe),
        )
    _spent(case, evidence, expanded=True)


def _spent(case: Case, evidence: Evidence, *, expanded: bool) -> None:
    """What the probes have found; after the answer also those that were not spent."""
    others = [] if expanded else [probe for probe in PROBES if probe not in case.probes]
    for probe in (*case.probes, *others):
        title = _(probes.NAMES[probe])
        if probe in others:
            title = _("{probe} (not spent)").format(probe=title)
        with st.expander(title, expanded=expanded, icon=probes.ICONS[probe]):
            probes.show(probe, evidence)


def _name(lab: Lab) -> None:
    """The list of all faults, and the button that names one."""
    st.subheader(_("Name the fault"), anchor=False)
    labels = {fault: text("mystery", f"fault_{fault}") for fault in FAULTS}
    named = st.radio(
        _("What is wrong with this run?"),
        tuple(FAULTS),
        index=None,
        format_func=labels.__getitem__,
        key=keys.FAULT,
    )
    st.button(
        _("This is the fault"),
        type="primary",
        icon=":material/gavel:",
        key=keys.NAME,
        disabled=named is None,
        on_click=partial(mystery_attempts.name, lab, str(named)),
    )


def _mend(lab: Lab, attempt: Attempt, evidence: Evidence, job: attempts.Work | None) -> None:
    """The run without the fault: the button, the run, and its curves over the faulty ones."""
    mended = evidence.mended
    if mended is not None:
        special = f"mended_{evidence.fault}"
        section = special if has_section("mystery", special) else "mended"
        st.markdown(text("mystery", section, **figures(evidence.figures())))
    elif job is not None and job.active:
        _progress(job, _("Training the mended run…"))
        mended = _so_far(job.latest)
    else:
        _failure(job)
        st.button(
            _("Mend it and run it again"),
            type="primary",
            icon=":material/healing:",
            key=keys.MEND,
            on_click=partial(mystery_attempts.mend, lab, attempt, evidence),
        )
        return
    runs = {_("mended"): mended, _("with the fault"): evidence.curves}
    mystery_curves.show(runs, "mended")
