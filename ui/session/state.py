"""What one visit remembers, typed; the only reader of `st.session_state`.

Settings live in `AppState.config`.  Each widget takes its value from it and is written back when
it changes, so a setting survives the pages on which its widget is not shown.  The address bar
mirrors the settings and the language: a copied link is the experiment.  What one page alone
remembers is a dataclass of its room's, kept here by `page_state`.

A widget's value is always given to the widget itself.  One that stands in `st.session_state`
alone is told to the browser once, and lost when the script runs again before it got there.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast, overload

import streamlit as st

from mnist_core.config import TrainingConfig
from mnist_core.errors import LabError
from ui.session.key import Key

_STATE = "digit_lab"
LANGUAGE_PARAMETER = "lang"
LANGUAGE_COOKIE = "digit_lab_language"
State = TypeVar("State")
Value = TypeVar("Value")


@dataclass
class Notice:
    """Something that went wrong and must be said.

    Attributes:
        seen: the page and the settings with which it was first shown; None while it was not.
    """

    error: LabError
    from_link: bool = False
    seen: tuple[str | None, TrainingConfig] | None = None


@dataclass
class AppState:
    """What every page may ask of a visit; what one page alone remembers is its own state."""

    language: str
    config: TrainingConfig
    language_chosen: bool = False
    visit_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    browser_id: str | None = None
    identified: bool = False
    done: set[str] = field(default_factory=set)  # steps that no run tells of (ui.session.browser)
    asked_at: float = 0.0  # when the browser was asked who it is, on the monotonic clock
    pending: TrainingConfig | None = None
    chosen_run: str | None = None
    device: str | None = None
    page: str | None = None
    # Where a callback wants to go, with that page's own parameters.
    next_page: tuple[str, dict[str, str]] | None = None
    arrived: bool = True  # and the page has not asked yet (`just_arrived`)
    whole_page: bool = False  # whether a fragment's callback has changed what stands outside it
    notices: list[Notice] = field(default_factory=list)

    @property
    def owner(self) -> str:
        """Whose runs these are: the browser's, or the visit's own where it has no memory."""
        return self.browser_id or f"visit-{self.visit_id}"


def get_state() -> AppState:
    """The visit's state, read from the link it came by the first time."""
    if _STATE not in st.session_state:
        config, problems = TrainingConfig.from_query(st.query_params.to_dict())
        st.session_state[_STATE] = AppState(
            language=_first_language(),
            config=config,
            notices=[Notice(problem, from_link=True) for problem in problems],
        )
    return cast(AppState, st.session_state[_STATE])


def page_state(kind: type[State]) -> State:
    """The visit's one `kind`, made with its defaults at first use: what one page remembers.

    Args:
        kind: a dataclass; its name must be no other's.
    """
    return cast(State, st.session_state.setdefault(f"{_STATE}.{kind.__name__}", kind()))


def _first_language() -> str:
    """The link's language, else the one chosen before, else the browser's, else English.

    A cookie keeps the choice, because it is here before the page's first word is said.
    """
    wanted = (
        st.query_params.get(LANGUAGE_PARAMETER)
        or st.context.cookies.get(LANGUAGE_COOKIE)
        or st.context.locale
        or "en"
    )
    return "zh" if wanted.lower().startswith("zh") else "en"


def enter(page: str) -> None:
    """Remember which page is shown, and whether the learner has just come to it."""
    state = get_state()
    if state.page != page:
        state.page, state.arrived = page, True


def just_arrived() -> bool:
    """Whether the learner has just come to this page; true once."""
    state = get_state()
    came, state.arrived = state.arrived, False
    return came


def change_config(**changes: object) -> None:
    """Take over changed settings; a combination that is not allowed raises `ConfigError`."""
    state = get_state()
    state.config = replace(state.config, **changes)  # type: ignore[arg-type]  # by name


def use_config(config: TrainingConfig, widgets: Mapping[str, object]) -> None:
    """Set every setting at once, and move those of the widgets that are on the page."""
    get_state().config = config
    for key, value in widgets.items():
        if key in st.session_state:
            st.session_state[key] = value


def seed(key: Key[Value], value: Value) -> None:
    """Give a widget its value before it is drawn, unless the learner has already moved it."""
    if key not in st.session_state:
        st.session_state[key] = value


@overload
def widget(key: Key[Value]) -> Value | None: ...


@overload
def widget(key: Key[Value], default: Value) -> Value: ...


def widget(key: Key[Value], default: Value | None = None) -> Value | None:
    """What a widget holds now; `default` when it is not on this page."""
    return cast("Value | None", st.session_state.get(key, default))


def put(key: Key[Value], value: Value) -> None:
    """Move a widget from a callback."""
    st.session_state[key] = value
