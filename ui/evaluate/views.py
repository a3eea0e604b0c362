"""The Evaluate page's parts: the result in numbers, and what is worth trying."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from mnist_core.config import PRESETS, SEEDS, TrainingConfig
from mnist_core.tracking import RunSnapshot
from ui.results import Evaluated, diagnosis_or_meaning
from ui.runs import model_run, progress_text
from ui.session import awaited
from ui.settings import Experiment
from ui.shell import fragment, link
from ui.text import _, text

WAIT_SECONDS = 1.0
NOTHING_YET = 60  # pixels of a sentence


def nothing_to_evaluate(run: RunSnapshot | None) -> None:
    """A sentence, and the way to a model; in a run's first epoch it looks again by itself."""
    waiting = run is not None and run.active
    fragment(_nothing, WAIT_SECONDS if waiting else None)(waiting)


def _nothing(was_waiting: bool) -> None:
    if awaited():
        st.skeleton(height=NOTHING_YET)
        return
    run = model_run()
    if run is None:
        st.info(text("evaluate", "no_model"), icon=":material/play_circle:")
    elif run.active:
        st.info(text("evaluate", "first_epoch"), icon=":material/hourglass_top:")
        st.progress(run.progress, text=progress_text(run))
    else:
        st.info(text("evaluate", "no_epoch"), icon=":material/info:")
    link("train", _("Go to Train"))
    if was_waiting and (run is None or not run.active or run.history.epochs):
        st.rerun()


def result(held: Evaluated) -> None:
    """Accuracy, loss, and how many mistakes that is."""
    grid = st.grid(3, min_column_width=130, border=True)
    grid.metric(_("Test accuracy"), f"{held.accuracy:.2%}")
    grid.metric(_("Test loss"), f"{held.loss:.4f}", help=text("evaluate", "loss"))
    grid.metric(_("Mistakes (of {total:,})").format(total=len(held.labels)), f"{held.wrong:,}")


def seen(held: Evaluated) -> dict[str, object]:
    """The numbers for *What you are seeing*."""
    true, predicted = held.worst_confusion
    last = held.run.history.epochs[-1]
    return {
        "total": f"{len(held.labels):,}",
        "rightly": f"{held.right:,}",
        "wrong": f"{held.wrong:,}",
        "accuracy": f"{held.accuracy:.2%}",
        "train_accuracy": f"{last.train_accuracy:.2%}",
        "diagnosis": diagnosis_or_meaning(held.run),
        "test_loss": f"{held.loss:.4f}",
        "true": true,
        "predicted": predicted,
        "count": f"{held.confusion[true, predicted]:,}",
    }


def experiments(config: TrainingConfig) -> tuple[Experiment, ...]:
    """Trainings whose mistakes are worth comparing."""
    other_seed = (config.seed + 1) % (SEEDS.maximum + 1)
    return (
        Experiment(_("No hidden layer"), replace(config, hidden_sizes=())),
        Experiment(_("About 98.5%, quickly"), PRESETS["quick"]),
        Experiment(
            _("The same again, seed {seed}").format(seed=other_seed),
            replace(config, seed=other_seed),
        ),
    )
