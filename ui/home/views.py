"""Home's parts: the way on, and the five steps with where the learner stands."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from mnist_core.config import TrainingConfig
from mnist_core.tracking import RunSnapshot
from ui.components import show_svg, step_svg
from ui.home.experiments_done import next_experiment
from ui.questions import answered_words
from ui.runs import active_run, model_run, start
from ui.session import awaited, get_state
from ui.shell import go, go_next, link, loader, open_lab
from ui.text import ANCHOR, N_, BadgeColor, _, text


@dataclass(frozen=True)
class Card:
    """One of the steps as Home shows it."""

    picture: str
    page: str
    title: str
    line: str


BADGE = 24  # pixels
Badge = tuple[str, BadgeColor, str]  # word, colour and icon

CARDS = (
    Card(
        "data",
        "data",
        N_("1. Data preparation"),
        N_("70,000 handwritten digits, each a grid of 28 × 28 numbers."),
    ),
    Card(
        "model",
        "model",
        N_("2. Model definition"),
        N_("Layers of neurons that turn 784 numbers into ten answers."),
    ),
    Card(
        "settings",
        "train",
        N_("3. Training configuration"),
        N_("Learning rate, batch size, epochs: how it learns."),
    ),
    Card(
        "train",
        "train",
        N_("4. Training loop"),
        N_("Guess, measure the loss, correct the weights; again and again."),
    ),
    Card(
        "evaluate",
        "evaluate",
        N_("5. Evaluation"),
        N_("10,000 digits it has never seen: what does it get wrong?"),
    ),
    Card("draw", "draw", N_("And then: draw"), N_("Your own digit, read by your own model.")),
)


@dataclass(frozen=True)
class Way:
    """Where Home's main button leads; of the experiments, to which."""

    label: str
    icon: str
    page: str
    experiment: str | None = None


TRAIN = Way(N_("Train the tutorial's model now"), ":material/bolt:", "train")
WATCH = Way(N_("Watch your training"), ":material/play_circle:", "train")
EVALUATE = Way(N_("Find out what your model gets wrong"), ":material/fact_check:", "evaluate")
DRAW = Way(N_("Draw a digit for your model"), ":material/draw:", "draw")
PREDICT = Way(N_("Predict what an experiment will do"), ":material/science:", "experiments")
AGAIN = Way(N_("Train it differently"), ":material/tune:", "train")


def two_ways_in(config: TrainingConfig) -> None:
    """The next step with one click, or all of them one by one."""
    way = way_on()
    own = _("Now train your own") if way is TRAIN else _("On with your own")
    st.subheader(own, anchor=False)
    row = st.container(horizontal=True)
    row.button(
        _(way.label),
        type="primary",
        icon=way.icon,
        help=_("One click, about a minute to a drawn digit.") if way is TRAIN else None,
        key="train_now",  # one button: a click is not lost where a run has begun meanwhile
        on_click=_follow,
        args=(way, config),
    )
    if row.button(_("Go step by step"), icon=":material/footprint:"):
        go("data")
    if way in (TRAIN, WATCH):
        st.caption(text("home", "ways"))


def way_on() -> Way:
    """The next step of a learner who has come so far."""
    if not loader().ready:
        return TRAIN
    if active_run() is not None:
        return WATCH
    run = model_run()
    if run is None or not run.history.epochs:
        return TRAIN
    following = next_experiment(open_lab())
    last = AGAIN if following is None else replace(PREDICT, experiment=following.key)
    return next((way for way in (EVALUATE, DRAW) if way.page not in get_state().done), last)


def _follow(way: Way, config: TrainingConfig) -> None:
    """Start where that is wanted; where a run is under way, a second would only wait behind it."""
    run = active_run() if loader().ready else None
    if run is not None:
        get_state().chosen_run = run.run_id
    elif way is TRAIN:
        start(config)
        get_state().config = config
    go_next(way.page, **({} if way.experiment is None else {"experiment": way.experiment}))


def five_steps() -> None:
    """The steps as pictures, each with where the learner stands."""
    st.subheader(_("The five steps of training a model"), anchor=False)
    run = model_run() if loader().ready else None
    grid = st.grid(3, min_column_width=200, border=True)
    for card in CARDS:
        with grid.cell():
            show_svg(step_svg(card.picture), key=f"picture_{card.picture}")
            st.markdown(f"**{_(card.title)}**  \n{_(card.line)}")
            _badge(card.picture, run)
            if answered := answered_words(card.picture):
                st.caption(answered)
            link(card.page, _("Open"))


def _badge(step: str, run: RunSnapshot | None) -> None:
    if awaited():
        st.skeleton(height=BADGE, width=BADGE * 4)
        return
    word, color, icon = standing(step, run)
    st.badge(word, color=color, icon=icon)


def standing(step: str, run: RunSnapshot | None) -> Badge:
    """A step's word, colour and icon for a learner whose current run is `run`."""
    done: Badge = (_("Done"), "green", ":material/check_circle:")
    to_do: Badge = (_("To do"), "gray", ":material/radio_button_unchecked:")
    if step == "data":
        return (_("Ready"), "green", ":material/check_circle:")
    if step in get_state().done:
        return done
    if run is None:
        return to_do
    if step in ("model", "settings"):
        return done
    if step == "train":
        if run.active:
            return (_("Under way"), "blue", ":material/autorenew:")
        return done if run.history.epochs else to_do
    return (_("Your turn"), "orange", ":material/touch_app:") if run.history.epochs else to_do


def what_you_need() -> None:
    st.markdown(text("home", "need"))


def tutorial() -> None:
    """What the pages mean by it; their links lead here."""
    st.subheader(_("The tutorial: MLP on MNIST in five steps"), anchor=ANCHOR)
    st.markdown(text("home", "tutorial"))
