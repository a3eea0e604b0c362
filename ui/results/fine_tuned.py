"""A network fine-tuned on the learner's handwriting: its own result, and whose curves those are.

Such a run's history is that of the run it was fine-tuned from.
"""

from __future__ import annotations

import streamlit as st

from mnist_core.tracking import RunSnapshot
from ui.text import _


def result(run: RunSnapshot) -> None:
    """What the fine-tuned network reaches, measured at the end of the fine-tuning."""
    if run.test is None:
        return
    grid = st.grid(2, min_column_width=130)
    grid.metric(_("Test accuracy"), f"{run.test.accuracy:.2%}")
    grid.metric(_("Test loss"), f"{run.test.loss:.4f}")


def whose_curves(run: RunSnapshot) -> None:
    """Above curves: they are not the fine-tuned network's own."""
    if run.fine_tuned_from is not None:
        st.caption(_("How the network was trained before the fine-tuning on your handwriting:"))
