"""The pages: one step of training each, in the order in which a learner walks them.

A page's address is its file's name.  Beside a folder called `pages`, the very first request to a
fresh server is answered by that folder's rules, before `app.py` has said otherwise: any other
address would be met with "Page not found" over the right page.  The file is then run without
`app.py`, which `frame.head` notices and mends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from ui.session import get_state, link_parameters
from ui.text import N_, _


@dataclass(frozen=True)
class Step:
    """One page: its key (file name and address), its name and what it is for."""

    key: str
    title: str
    icon: str
    summary: str

    @property
    def file(self) -> str:
        return f"pages/{self.key}.py"


STEPS = (
    Step("home", N_("Home"), ":material/home:", N_("The five steps at a glance.")),
    Step(
        "data",
        N_("Data"),
        ":material/grid_view:",
        N_("Look at the handwritten digits and prepare them for a network."),
    ),
    Step(
        "model",
        N_("Model"),
        ":material/hub:",
        N_("Choose the layers of your network."),
    ),
    Step(
        "train",
        N_("Train"),
        ":material/play_circle:",
        N_("Choose the training settings and watch the loss fall."),
    ),
    Step(
        "evaluate",
        N_("Evaluate"),
        ":material/fact_check:",
        N_("Find out what your model gets wrong."),
    ),
    Step(
        "draw",
        N_("Draw"),
        ":material/draw:",
        N_("Draw a digit and let your model read it."),
    ),
    Step(
        "step",
        N_("One step"),
        ":material/footprint:",
        N_("Stop the training before a step, and walk through it line by line."),
    ),
    Step(
        "program",
        N_("The program"),
        ":material/code:",
        N_("Read the whole program with your settings, every line explained."),
    ),
    Step(
        "experiments",
        N_("Experiments"),
        ":material/science:",
        N_("Predict what a change will do, run it, and see why."),
    ),
)
BY_KEY = {step.key: step for step in STEPS}
# Off the path: to look closer at what it shows.
DEEPER = ("step", "program", "experiments")


def pages() -> dict[str, list[st.Page]]:
    """The pages for `st.navigation` under their headings, named in the learner's language."""
    path = [step for step in STEPS if step.key not in DEEPER]
    deeper = [BY_KEY[key] for key in DEEPER]
    return {
        _("Digit Lab"): [_page(step) for step in path],
        _("Going deeper"): [_page(step) for step in deeper],
    }


def _page(step: Step) -> st.Page:
    return st.Page(
        step.file,
        title=_(step.title),
        icon=step.icon,
        url_path=step.key,
        default=step.key == "home",
        help=_(step.summary),
    )


def link(
    key: str, label: str | None = None, *, width: Literal["content", "stretch"] = "content"
) -> None:
    """A link to a step, named after it unless said otherwise."""
    step = BY_KEY[key]
    st.page_link(
        step.file,
        label=label or _(step.title),
        icon=step.icon,
        width=width,
        query_params=link_parameters(),
    )


def go_next(key: str, **parameters: str) -> None:
    """Go to a page from a callback, where `go` cannot: before anything is shown.

    Args:
        parameters: of the page's own, for the address bar.
    """
    get_state().next_page = (key, parameters)


def follow() -> None:
    """Go where a callback wants to; whoever asks for the page meanwhile does not undo it."""
    state = get_state()
    if state.next_page is not None:
        (key, parameters), state.next_page = state.next_page, None
        go(key, **parameters)


def go(key: str, **parameters: str) -> None:
    """Leave for another step, with the page's own parameters in the address bar."""
    st.switch_page(BY_KEY[key].file, query_params=link_parameters() | parameters)
