"""The Evaluate page's parts: the result in numbers, the confusion matrix, scores by digit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from mnist_core.config import PRESETS, SEEDS, TrainingConfig
from ui.browser import awaited
from ui.evaluated import Evaluated
from ui.evaluation_charts import scores_chart
from ui.fragments import fragment
from ui.frame import Experiment
from ui.i18n import gettext as _
from ui.i18n import text
from ui.live import is_active, model_run, progress, progress_text
from ui.navigation import link

if TYPE_CHECKING:
    from mnist_core.runs import RunSnapshot

WAIT_SECONDS = 1.0
NOTHING_YET = 60  # pixels of a sentence


def nothing_to_evaluate(run: RunSnapshot | None) -> None:
    """A sentence, and the way to a model; in a run's first epoch it looks again by itself."""
    waiting = run is not None and is_active(run)
    fragment(_nothing, WAIT_SECONDS if waiting else None)(waiting)


def _nothing(was_waiting: bool) -> None:
    if awaited():
        st.skeleton(height=NOTHING_YET)
        return
    run = model_run()
    waiting = run is not None and is_active(run)
    if run is None:
        st.info(text("evaluate", "no_model"), icon=":material/play_circle:")
    elif waiting:
        st.info(text("evaluate", "first_epoch"), icon=":material/hourglass_top:")
        st.progress(progress(run), text=progress_text(run))
    else:
        st.info(text("evaluate", "no_epoch"), icon=":material/info:")
    link("train", _("Go to Train"))
    if was_waiting and (not waiting or run.history.epochs):
        st.rerun()


def result(held: Evaluated) -> None:
    """Accuracy, loss, and how many mistakes that is."""
    grid = st.grid(3, min_column_width=130, border=True)
    grid.metric(_("Test accuracy"), f"{held.accuracy:.2%}")
    grid.metric(_("Test loss"), f"{held.loss:.4f}", help=text("evaluate", "loss"))
    grid.metric(_("Mistakes (of {total:,})").format(total=len(held.labels)), f"{held.wrong:,}")


@fragment
def scores(held: Evaluated) -> None:
    """Precision and recall of each digit, as a chart and as a table."""
    frame = pd.DataFrame(
        [
            {
                "digit": each.digit,
                "precision": each.precision,
                "recall": each.recall,
                "f1": each.f1,
                "support": each.support,
            }
            for each in held.scores
        ]
    )
    best, worst = frame["f1"].idxmax(), frame["f1"].idxmin()
    st.markdown(text("evaluate", "scores", **example_scores(held, int(worst))))
    st.altair_chart(
        scores_chart(
            frame[["digit", "precision", "recall"]],
            names={"precision": _("Precision"), "recall": _("Recall")},
            digit=_("Digit"),
            score=_("Score"),
        ),
        key="scores_chart",
        alt=_(
            "Precision and recall of each digit: {best} does best, {worst} worst "
            "(precision {precision:.1%}, recall {recall:.1%})."
        ).format(
            best=best,
            worst=worst,
            precision=frame["precision"][worst],
            recall=frame["recall"][worst],
        ),
    )
    with st.expander(_("The same as a table"), icon=":material/table:"):
        _table(frame)


def _table(frame: pd.DataFrame) -> None:
    shown = pd.DataFrame(
        {
            _("Digit"): frame["digit"].astype(str),
            _("Images"): frame["support"].map("{:,}".format),
            _("Precision"): frame["precision"].map("{:.2%}".format),
            _("Recall"): frame["recall"].map("{:.2%}".format),
            _("F1 score"): frame["f1"].map("{:.2%}".format),
        }
    )
    st.table(
        shown,
        border="horizontal",
        hide_index=True,
        alt=_("Precision, recall and F1 score of each digit"),
    )


def example_scores(held: Evaluated, digit: int) -> dict[str, object]:
    """One digit's precision and recall with the counts that they come from."""
    score = held.scores[digit]
    right, called = int(held.confusion[digit, digit]), int(held.confusion[:, digit].sum())
    return {
        "digit": digit,
        "right": f"{right:,}",
        "called": f"{called:,}",
        "labelled": f"{score.support:,}",
        "precision": f"{score.precision:.1%}",
        "recall": f"{score.recall:.1%}",
    }


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
