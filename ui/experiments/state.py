"""What the Experiments page remembers of a visit, and the address bar with it."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from mnist_core.experiments import MYSTERY, experiments
from ui.components import Heights
from ui.session import get_state, page_state

PARAMETER = "experiment"


@dataclass
class ExperimentsState:
    """What is not kept with an attempt.

    Attributes:
        sketches: what was drawn and is not committed yet, by the experiment's key.
        anew: the experiment that is to be predicted once more.
    """

    sketches: dict[str, Heights] = field(default_factory=dict)
    anew: str | None = None


def get_experiments_state() -> ExperimentsState:
    """The visit's."""
    return page_state(ExperimentsState)


def chosen_experiment() -> str | None:
    """The key of the experiment in the address bar, or ``MYSTERY``; None for the list of all.

    There, because a reload finds it again and a link leads to it.
    """
    key = st.query_params.get(PARAMETER)
    return key if key == MYSTERY or key in experiments() else None


def choose(key: str | None) -> None:
    """Open an experiment, or the list (a callback)."""
    get_state().whole_page = True  # a verdict, which may ask for it, is a fragment
    if key is None:
        st.query_params.pop(PARAMETER, None)
    else:
        st.query_params[PARAMETER] = key
