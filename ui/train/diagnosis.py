"""Under a run that has ended: what kind of run it was, on what that rests, and what to try next."""

from __future__ import annotations

from dataclasses import fields

import streamlit as st

from mnist_core.config import TrainingConfig
from mnist_core.experiments import USUAL_RATES, Advice, Finding, Kind, is_fast
from mnist_core.tracking import RunSnapshot
from ui.results import diagnosis_words, marked_epochs
from ui.settings import Experiment, experiment_buttons
from ui.text import OPTIMIZERS, _, choice_name, plain_number, setting_name, setting_value, text

GROUP = "diagnosis"
BOXES = {
    Kind.DIVERGED: (st.error, ":material/trending_up:"),
    Kind.STUCK_AT_CHANCE: (st.warning, ":material/casino:"),
    Kind.UNSTABLE: (st.warning, ":material/vital_signs:"),
    Kind.TOO_SLOW: (st.warning, ":material/hourglass_bottom:"),
    Kind.OVERFITTING: (st.warning, ":material/call_split:"),
    Kind.STILL_IMPROVING: (st.info, ":material/trending_down:"),
    Kind.LEARNING_WELL: (st.success, ":material/check_circle:"),
    Kind.TOO_SHORT: (st.info, ":material/help:"),
}


def show(run: RunSnapshot, finding: Finding | None) -> None:
    """The finding in a box, the epochs that it rests on, and the next experiment in one click."""
    if finding is None:
        return
    box, icon = BOXES[finding.kind]
    words = f"{diagnosis_words(run, finding)}\n\n{next_words(run.config, finding)}"
    box(words, icon=icon)
    evidence = evidence_words(run, finding)
    if evidence:
        st.caption(evidence)
    label = next_label(run.config, finding)
    experiment_buttons(GROUP, (Experiment(label, finding.next.config),))


def evidence_words(run: RunSnapshot, finding: Finding) -> str:
    """Which epochs it rests on, where they can be seen in the charts."""
    if marked_epochs(run, finding) is None:
        return ""
    words = _("The epochs on which this rests, {first} to {last}, are shaded in the charts.")
    if finding.first_epoch == finding.last_epoch:
        words = _("The epoch on which this rests, {first}, is shaded in the charts.")
    return words.format(first=finding.first_epoch, last=finding.last_epoch)


def next_words(config: TrainingConfig, finding: Finding) -> str:
    """Why to try what is tried next."""
    advice, then = finding.next.advice, finding.next.config
    lowest, highest = USUAL_RATES[config.optimizer]
    usual = advice is Advice.SMALLER_RATE and is_fast(config)
    changed = _changed(config, then) or "seed"
    return text(
        "diagnosis",
        "next_usual_rate" if usual else f"next_{advice}",
        optimizer=OPTIMIZERS[config.optimizer],
        lowest=plain_number(lowest),
        highest=plain_number(highest),
        learning_rate=plain_number(then.learning_rate),
        epochs=then.epochs,
        old_dropout=setting_value(config, "dropout"),
        dropout=setting_value(then, "dropout"),
        activation=choice_name(config.activation),
        widths=setting_value(then, "hidden_sizes"),
        setting=setting_name(changed),
        old=setting_value(config, changed),
        new=setting_value(then, changed),
    )


def next_label(config: TrainingConfig, finding: Finding) -> str:
    """What the button sets; the rest is as the run had it."""
    changed = _changed(config, finding.next.config)
    if changed is None:
        return _("The same again, to the end")
    return _("The same with {setting}: {value}").format(
        setting=setting_name(changed), value=setting_value(finding.next.config, changed)
    )


def _changed(config: TrainingConfig, then: TrainingConfig) -> str | None:
    """The setting in which they differ."""
    names = (field.name for field in fields(TrainingConfig))
    return next((name for name in names if getattr(then, name) != getattr(config, name)), None)
