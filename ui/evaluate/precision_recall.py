"""Precision and recall of each digit: in words, as a chart and as a table."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from ui.charts import scores_chart, specification
from ui.evaluate import keys
from ui.results import Evaluated
from ui.shell import fragment
from ui.text import _, images, listed, percent, text

UNDEFINED = "–"


@fragment
def scores(held: Evaluated) -> None:
    """What the two are, told by one digit; then those of all ten."""
    frame = scores_frame(held)
    unused = [str(digit) for digit in frame["digit"][frame["precision"].isna()]]
    if unused:
        commonest = int(held.confusion.sum(axis=0).argmax())
        words = {"unused": listed(unused), **example_scores(held, commonest)}
        st.markdown(text("evaluate", "scores_unused", **words))
    else:
        worst = int(frame["f1"].idxmin())
        st.markdown(text("evaluate", "scores", **example_scores(held, worst)))
    st.vega_lite_chart(
        specification(
            scores_chart(
                frame[["digit", "precision", "recall"]],
                names={"precision": _("Precision"), "recall": _("Recall")},
                digit=_("Digit"),
                score=_("Score"),
            )
        ),
        key=keys.SCORES_CHART,
        alt=_in_words(frame, unused),
    )
    with st.expander(_("The same as a table"), icon=":material/table:"):
        _table(frame)


def scores_frame(held: Evaluated) -> pd.DataFrame:
    """One row a digit: `digit`, `precision`, `recall`, `f1` (0 to 1) and `support`.

    Precision is NaN where the digit is never answered, recall where there is no image of it:
    both would be nothing divided by nothing.
    """
    called = held.confusion.sum(axis=0)
    return pd.DataFrame(
        [
            {
                "digit": each.digit,
                "precision": each.precision if called[each.digit] else float("nan"),
                "recall": each.recall if each.support else float("nan"),
                "f1": each.f1,
                "support": each.support,
            }
            for each in held.scores
        ]
    )


def _in_words(frame: pd.DataFrame, unused: list[str]) -> str:
    if unused:
        words = _("Precision and recall of each digit. The model never answers {unused}.")
        return words.format(unused=listed(unused))
    best, worst = frame["f1"].idxmax(), frame["f1"].idxmin()
    return _(
        "Precision and recall of each digit: {best} does best, {worst} worst "
        "(precision {precision}, recall {recall})."
    ).format(
        best=best,
        worst=worst,
        precision=percent(frame["precision"][worst]),
        recall=percent(frame["recall"][worst]),
    )


def _table(frame: pd.DataFrame) -> None:
    shares = {"precision": _("Precision"), "recall": _("Recall"), "f1": _("F1 score")}
    shown = pd.DataFrame(
        {
            _("Digit"): frame["digit"].astype(str),
            _("Images"): frame["support"].map("{:,}".format),
            **{name: frame[column].map(_share) for column, name in shares.items()},
        }
    )
    st.table(
        shown,
        border="horizontal",
        hide_index=True,
        alt=_("Precision, recall and F1 score of each digit"),
    )


def _share(share: float) -> str:
    return UNDEFINED if pd.isna(share) else percent(share, 2)


def example_scores(held: Evaluated, digit: int) -> dict[str, object]:
    """One digit's precision and recall with the counts that they come from."""
    score = held.scores[digit]
    right, called = int(held.confusion[digit, digit]), int(held.confusion[:, digit].sum())
    return {
        "digit": digit,
        "right": f"{right:,}",
        "called": images(called),
        "labelled": f"{score.support:,}",
        "precision": percent(score.precision),
        "recall": percent(score.recall),
    }
