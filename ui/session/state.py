"""What one visit remembers, typed; the only reader of `st.session_state`.

Settings live in `AppState.config`.  Each widget takes its value from it and is written back when
it changes, so a setting survives the pages on which its widget is not shown.  The address bar
mirrors the settings and the language: a copied link is the experiment.

A widget's value is always given to the widget itself.  One that stands in `st.session_state`
alone is told to the browser once, and lost when the script runs again before it got there.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

import streamlit as st

from mnist_core.config import TrainingConfig
from mnist_core.drawing import Stroke
from mnist_core.errors import LabError

_STATE = "digit_lab"
LANGUAGE_PARAMETER = "lang"
LANGUAGE_COOKIE = "digit_lab_language"


@dataclass(frozen=True)
class Sheet:
    """One state of the drawing: the pen's strokes, in CSS pixels of the canvas."""

    strokes: tuple[Stroke, ...]

    @property
    def empty(self) -> bool:
        return not self.strokes

    @property
    def points(self) -> int:
        """How many numbers' pairs it takes to keep it."""
        return sum(len(stroke.points) for stroke in self.strokes)


@dataclass(frozen=True)
class Photo:
    """A photo of a digit: its ink as PNG, or why there is none."""

    name: str
    png: bytes = b""
    problem: LabError | None = None


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
    """Everything a visit knows besides the runs, which outlive it."""

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
    tried: Any = None  # a ui.settings.try_this.Tried: what the last click on an experiment has set
    watched: str | None = None  # the run that was under way when Train last showed it
    just_started: bool = False  # a run, with the button under the experiments
    device: str | None = None
    sheets: list[Sheet] = field(default_factory=list)
    teaching: Any = None  # a ui.shell.fine_tunings.Teaching, typed there
    fine_tuned_from: str = ""  # its run_id
    gone_on_with: str | None = None  # the fine-tuned run that the learner has just chosen
    whole_page: bool = False  # whether a fragment's callback has changed what stands outside it
    forgotten: Any = None  # the learner's digits before some were forgotten: pictures and labels
    page: str | None = None
    next_page: str | None = None  # where a callback wants to go
    arrived: bool = True
    canvas_start: dict[str, Any] | None = None
    last_sent: Sheet | str | None = None  # by the canvas; of a refused one, the error's code
    canvas_version: int = 0
    way: str = "draw"
    sample: int = 0
    first_way: str = "draw"  # what the widgets of the two start with, the whole visit
    first_sample: int = 0
    photo: Photo | None = None
    uploaders: int = 0  # how often the photo's uploader was replaced by an empty one
    doubted: bytes | None = None  # the drawing of which the learner is asked what it is
    evaluated: Any = None  # the ui.results.evaluation.Evaluated that Evaluate shows
    cell: tuple[int, int] | None = None  # true and predicted digit that the learner chose there
    counted: int = 0  # how far the mean and the standard deviation are counted on Data
    bent: int = 0  # how often the images were bent again on Data
    gallery_round: int = 0  # how often Data's gallery began again at page 1
    nearest_image: tuple[str, int] | None = None  # split and number in place of one there is not
    shown_batch: int = 0  # on Data, from 0
    batch_settings: tuple[int, ...] = ()  # those that the shown batch was dealt with
    source: Any = None  # the last ui.draw.inputs.Input, which knows what was made of it
    desk_recovered: bool = False
    remembered: tuple[object, ...] = (
        "draw",
        0,
        None,
        None,
    )  # by ui.draw
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
        state.page, state.arrived, state.watched = page, True, None


def change_config(**changes: object) -> None:
    """Take over changed settings; a combination that is not allowed raises `ConfigError`."""
    state = get_state()
    state.config = replace(state.config, **changes)  # type: ignore[arg-type]


def use_config(config: TrainingConfig, widgets: Mapping[str, object]) -> None:
    """Set every setting at once, and move those of the widgets that are on the page."""
    get_state().config = config
    for key, value in widgets.items():
        if key in st.session_state:
            st.session_state[key] = value


def seed(key: str, value: object) -> None:
    """Give a widget its value before it is drawn, unless the learner has already moved it."""
    if key not in st.session_state:
        st.session_state[key] = value


def widget(key: str, default: object = None) -> Any:
    """What a widget holds now; `default` when it is not on this page."""
    return st.session_state.get(key, default)


def put(key: str, value: object) -> None:
    """Move a widget from a callback."""
    st.session_state[key] = value
