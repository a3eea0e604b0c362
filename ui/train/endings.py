"""What became of a run: the sentence that it ends with, what to do next, and the way on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from mnist_core.config import LEARNING_RATES
from mnist_core.tracking import RunSnapshot, RunStatus
from ui.results import steps_of_weights
from ui.settings import use_settings
from ui.text import OPTIMIZERS, _, explain_failure, learned_nothing, plain_number, text
from ui.train import keys

if TYPE_CHECKING:
    from mnist_core.config import TrainingConfig

# Between these, the tutorial's network and most others learn well (tried with one epoch each).
USUAL_RATES = {"sgd": (0.01, 0.1), "adam": (0.0005, 0.002), "adamw": (0.0005, 0.002)}
BETTER_RATES = {"sgd": 0.01, "adam": 0.001, "adamw": 0.001}


def ending(run: RunSnapshot) -> None:
    """What a run that did not simply finish wants to tell, and one click to do better."""
    if run.status is RunStatus.DIVERGED and run.diverged is not None:
        fall = run.diverged
        words = text("train", "diverged", epoch=fall.epoch, batch=fall.batch, **_rates(run.config))
        st.error(f"{words} {_advice(run.config)}", icon=":material/trending_up:")
        _gentler(run.config)
    elif run.status is RunStatus.FAILED:
        st.error(text("train", "failed", cause=explain_failure(run.error)), icon=":material/error:")
    elif run.status in (RunStatus.STOPPED, RunStatus.INTERRUPTED):
        st.info(_stopped(run), icon=":material/info:")
    if learned_nothing(run):
        _nothing_learned(run)


def _nothing_learned(run: RunSnapshot) -> None:
    share = f"{run.history.epochs[-1].held_out_accuracy:.1%}"
    words = text("train", "learned_nothing", accuracy=share)
    too_fast = _is_fast(run.config)
    advice = _advice(run.config) if too_fast else text("train", "advice_other")
    st.warning(f"{words} {advice}", icon=":material/casino:")
    if too_fast:
        _gentler(run.config)


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


def better_rate(config: TrainingConfig) -> float:
    """A learning rate that works for the optimiser, or a tenth of one that should have."""
    better = BETTER_RATES[config.optimizer]
    if config.learning_rate > better:
        return better
    return min(LEARNING_RATES, key=lambda rate: abs(rate - config.learning_rate / 10))


def _rates(config: TrainingConfig) -> dict[str, object]:
    lowest, highest = USUAL_RATES[config.optimizer]
    return {
        "optimizer": OPTIMIZERS[config.optimizer],
        "lowest": plain_number(lowest),
        "highest": plain_number(highest),
        "learning_rate": plain_number(config.learning_rate),
        "better": plain_number(better_rate(config)),
    }


def _is_fast(config: TrainingConfig) -> bool:
    return config.learning_rate > USUAL_RATES[config.optimizer][1]


def _advice(config: TrainingConfig) -> str:
    section = "advice_usual" if _is_fast(config) else "advice_smaller"
    return text("train", section, **_rates(config))


def _gentler(config: TrainingConfig) -> None:
    """The same settings with a learning rate that works, in one click."""
    rate = better_rate(config)
    label = _("The same with learning rate {rate}").format(rate=plain_number(rate))
    st.button(
        label,
        icon=":material/tune:",
        key=keys.GENTLER,
        on_click=use_settings,
        args=(replace(config, learning_rate=rate),),
    )


def accuracy_words(run: RunSnapshot | None) -> str:
    """What can be said of the accuracy curves that are there."""
    if run is not None and learned_nothing(run):
        return text("train", "guessing")
    if run is not None and not run.active and not run.history.epochs:
        return text("train", "unmeasured")
    return text("train", "overfitting")


def closing(run: RunSnapshot | None) -> str:
    """The page's last sentence, true of the run as it is."""
    if run is None:
        return _("When a run has finished its first epoch: find out what it has learned.")
    if run.active:
        return _("As soon as its first epoch is done: find out what it has learned.")
    if not run.history.epochs:
        return _("This run has no model. Start another, and find out what that one has learned.")
    if learned_nothing(run):
        return _("It has learned nothing. See what a model gets wrong that only guesses.")
    return _("It has learned something. Find out what, and what not.")
