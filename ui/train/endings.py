"""What became of a run: the sentence that it ends with, and the way on."""

from __future__ import annotations

import streamlit as st

from mnist_core.experiments import Kind
from mnist_core.tracking import RunSnapshot, RunStatus
from ui.results import finding_of, steps_of_weights
from ui.text import _, explain_failure, text


def ending(run: RunSnapshot) -> None:
    """What a run that did not simply finish wants to tell."""
    if run.status is RunStatus.FAILED:
        st.error(text("train", "failed", cause=explain_failure(run.error)), icon=":material/error:")
    elif run.status in (RunStatus.STOPPED, RunStatus.INTERRUPTED):
        st.info(_stopped(run), icon=":material/info:")


def _stopped(run: RunSnapshot) -> str:
    """Which weights an ended run has: of that moment, or of its last finished epoch."""
    epochs = len(run.history.epochs)
    batches = steps_of_weights(run) - epochs * run.steps_per_epoch
    moment = "_early" if not epochs else "_mid" if batches > 0 else ""
    return text(
        "train",
        f"{run.status}{moment}",
        epochs=epochs,
        next=epochs + 1,
        batches=f"{batches:,}",
        cause=explain_failure(run.error),
    )


def accuracy_words(run: RunSnapshot | None) -> str:
    """What can be said of the accuracy curves that are there."""
    if run is not None and _learned_nothing(run):
        return text("diagnosis", "guessing")
    if run is not None and not run.active and not run.history.epochs:
        return text("train", "unmeasured")
    return text("diagnosis", "overfitting_means")


def closing(run: RunSnapshot | None) -> str:
    """The page's last sentence, true of the run as it is."""
    if run is None:
        return _("When a run has finished its first epoch: find out what it has learned.")
    if run.active:
        return _("As soon as its first epoch is done: find out what it has learned.")
    if not run.history.epochs:
        return _("This run has no model. Start another, and find out what that one has learned.")
    if _learned_nothing(run):
        return _("It has learned nothing. See what a model gets wrong that only guesses.")
    return _("It has learned something. Find out what, and what not.")


def _learned_nothing(run: RunSnapshot) -> bool:
    finding = finding_of(run)
    return finding is not None and finding.kind is Kind.STUCK_AT_CHANCE
