"""Whose numbers the lines tell: of a run with these very settings, or of the untrained network."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from mnist_core.config import TrainingConfig
from mnist_core.data import splits_for
from mnist_core.inspection import FirstStep, FirstTest, first_step, first_test
from mnist_core.model import build_model
from mnist_core.tracking import NoWeights, RunSnapshot
from ui.program import keys
from ui.runs import current_run, own_runs, run_name
from ui.session import get_state
from ui.settings import use_settings
from ui.shell import Lab
from ui.text import _, text

KEPT = 64  # of each; a few hundred bytes
SAMPLES = 10


@dataclass(frozen=True)
class Source:
    """What the lines speak of.

    Attributes:
        config: the settings in the program.
        run: the learner's with just these settings, if it has finished an epoch.
        step: the training's first.
        test: its first batch with the run's network, or the untrained one where there is no run.
        samples: the labels of the ten test images that the program draws.
    """

    config: TrainingConfig
    run: RunSnapshot | None
    step: FirstStep
    test: FirstTest
    samples: tuple[int, ...]


def find(lab: Lab, config: TrainingConfig) -> Source:
    """The newest run with these settings; the one that the pages speak of goes before others."""
    runs = [each for each in (current_run(), *own_runs()) if each is not None]
    run = next((each for each in runs if _shows(each, config)), None)
    return Source(
        config,
        run,
        _first_step(lab, config),
        _first_test(lab, config, run),
        tuple(lab.mnist.test.labels[:SAMPLES].tolist()),
    )


def _shows(run: RunSnapshot, config: TrainingConfig) -> bool:
    return run.config == config and run.fine_tuned_from is None and bool(run.history.epochs)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _first_step(_lab: Lab, config: TrainingConfig) -> FirstStep:
    return first_step(config, splits_for(_lab.mnist, config).train)


def _first_test(lab: Lab, config: TrainingConfig, run: RunSnapshot | None) -> FirstTest:
    """Of the untrained network also where the run's weights are lost."""
    if run is not None:
        try:
            return _test_of(lab, config, run.run_id, len(run.history.epochs))
        except NoWeights:
            pass
    return _test_of(lab, config, None, 0)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _test_of(_lab: Lab, config: TrainingConfig, run_id: str | None, epochs: int) -> FirstTest:
    """``epochs`` tells a run that goes on from what it was."""
    splits = splits_for(_lab.mnist, config)
    owner = get_state().owner
    model = build_model(config) if run_id is None else _lab.queue.model(owner, run_id)
    return first_test(model, splits.held_out)


def say(source: Source) -> None:
    """Whose numbers these are; and the way to those of the run that the pages speak of."""
    if source.run is not None:
        st.caption(text("program", "of_run", run=run_name(source.run)))
        return
    st.caption(text("program", "of_settings"))
    run = current_run()
    if run is None or not _shows(run, run.config):
        return
    st.button(
        _("Show the program with the settings of {run}").format(run=run_name(run)),
        icon=":material/history:",
        key=keys.USE_SETTINGS,
        on_click=use_settings,
        args=(run.config,),
    )
