"""The pages: one step of training each, in the order in which a learner walks them.

A page's address differs from the one its file name implies, because on a fresh server Streamlit
answers the implied address by running the file without `app.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from ui.i18n import N_, gettext
from ui.state import link_parameters


@dataclass(frozen=True)
class Step:
    """One page: its file, address and name."""

    key: str
    url_path: str
    title: str
    icon: str
    summary: str

    @property
    def file(self) -> str:
        return f"pages/{self.key}.py"


STEPS = (
    Step("home", "start", N_("Home"), ":material/home:", N_("The five steps at a glance.")),
    Step(
        "data",
        "prepare-data",
        N_("Data"),
        ":material/grid_view:",
        N_("Look at the handwritten digits and prepare them for a network."),
    ),
    Step(
        "model",
        "build-model",
        N_("Model"),
        ":material/hub:",
        N_("Choose the layers of your network."),
    ),
    Step(
        "train",
        "train-model",
        N_("Train"),
        ":material/play_circle:",
        N_("Choose the training settings and watch the loss fall."),
    ),
    Step(
        "evaluate",
        "evaluate-model",
        N_("Evaluate"),
        ":material/fact_check:",
        N_("Find out what your model gets wrong."),
    ),
    Step(
        "draw",
        "draw-digits",
        N_("Draw"),
        ":material/draw:",
        N_("Draw a digit and let your model read it."),
    ),
)
BY_KEY = {step.key: step for step in STEPS}


def pages() -> list[st.Page]:  # type: ignore[valid-type]
    """The pages for `st.navigation`, named in the learner's language."""
    return [
        st.Page(
            step.file,
            title=gettext(step.title),
            icon=step.icon,
            url_path=step.url_path,
            default=step.key == "home",
            help=gettext(step.summary),
        )
        for step in STEPS
    ]


def link(key: str, label: str | None = None, *, width: str = "content") -> None:
    """A link to a step, named after it unless said otherwise."""
    step = BY_KEY[key]
    st.page_link(
        step.file,
        label=label or gettext(step.title),
        icon=step.icon,
        width=width,
        query_params=link_parameters(),
    )


def go(key: str) -> None:
    """Leave for another step."""
    st.switch_page(BY_KEY[key].file, query_params=link_parameters())
