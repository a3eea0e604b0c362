"""Where the step is taken from: the learner's settings untrained, or one of their runs' epochs."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from mnist_core.config import TrainingConfig
from mnist_core.data import Split, splits_for
from mnist_core.inspection import Stepper
from mnist_core.model import build_model
from mnist_core.tracking import NoWeights
from ui.runs import own_runs, run_name
from ui.session import get_state
from ui.shell import Lab
from ui.step import keys
from ui.step.held import Held, Inspected
from ui.step.state import Source, get_step_state
from ui.text import _, explain, network, text

SETTINGS = ""  # in the list of runs: none of them


@st.cache_resource(show_spinner=False)
def held() -> Held:
    """The process's one."""
    return Held()


@st.cache_resource(show_spinner=False, max_entries=2)
def training_images(_lab: Lab, config: TrainingConfig) -> Split:
    """What is learned from; with images held out it is a copy of 40 MB, shared by all visitors.

    Args:
        config: of which nothing but what these images hang on is set.
    """
    return splits_for(_lab.mnist, config).train


def _data_settings(config: TrainingConfig) -> TrainingConfig:
    return TrainingConfig(
        seed=config.seed,
        validation_size=config.validation_size,
        training_images=config.training_images,
        label_noise=config.label_noise,
    )


def choose() -> Source:
    """Two boxes: of which run, and after which epoch."""
    runs = {run.run_id: run for run in own_runs() if run.fine_tuned_from is None}
    names = {SETTINGS: _settings_name()} | {each: run_name(run) for each, run in runs.items()}
    left, right = st.columns(2)
    chosen = left.selectbox(
        _("Which training"),
        [SETTINGS, *runs],
        format_func=names.__getitem__,
        key=keys.RUN,
        persist_state="session",
    )
    run = runs.get(chosen or SETTINGS)
    if run is None:
        right.selectbox(_("After which epoch"), [_epoch_name(0)], disabled=True)
        return Source(SETTINGS, 0, get_state().config)
    epochs = [0, *run.weights_epochs]
    epoch = right.selectbox(
        _("After which epoch"),
        epochs,
        format_func={each: _epoch_name(each) for each in epochs}.__getitem__,
        key=keys.EPOCH,
        persist_state="session",
    )
    if run.epoch and not run.weights_epochs:
        right.caption(_("This run's weights are not kept: only its untrained network is left."))
    epoch = epoch if epoch in epochs else 0
    diverged = run.diverged.step if run.diverged is not None and not epoch else None
    return Source(run.run_id, epoch, run.config, diverged)


def _settings_name() -> str:
    return _("Your settings as they are now: {network}").format(network=network(get_state().config))


def _epoch_name(epoch: int) -> str:
    if epoch == 0:
        return _("Untrained: before the first step")
    return _("After epoch {epoch}").format(epoch=epoch)


def inspected(lab: Lab, source: Source) -> Inspected:
    """The step to look into: the one that was left here, or the source's first."""
    state = get_step_state()
    found, made = held().get(get_state().visit_id, source, lambda: _begin(lab, source))
    if made:
        state.forgotten = state.taken > 0 and state.source == source
        state.source = source
    state.taken = len(found.losses)
    return found


def _begin(lab: Lab, source: Source) -> Inspected:
    config = source.config
    model = build_model(config)
    lost = None
    if source.epoch:
        try:
            model = lab.queue.model(get_state().owner, source.run_id, source.epoch)
        except NoWeights as error:
            lost, source = error, replace(source, epoch=0)
    images = training_images(lab, _data_settings(config))
    stepper = Stepper(model, images, config, epochs_done=source.epoch)
    return Inspected(stepper, source, len(images), lost)


def start_over() -> None:
    """Back to the source's own first step (a callback)."""
    held().forget(get_state().visit_id)
    get_step_state().taken = 0
    get_state().whole_page = True  # the page's head says which step is next


def say_where(found: Inspected) -> None:
    """Which step this is, and what is not as it was in the run."""
    stepper = found.stepper
    if found.lost is not None:
        words = _("{error} Here is the untrained network instead.")
        st.warning(words.format(error=explain(found.lost)), icon=":material/history:")
    if get_step_state().forgotten:
        words = _("The server needed the memory for others, so this begins anew.")
        st.info(words, icon=":material/memory:")
    st.markdown(
        text(
            "step",
            "where",
            step=f"{stepper.step + 1:,}",
            epoch=stepper.epoch,
            batch=f"{stepper.batch:,}",
            batches=f"{stepper.steps_per_epoch:,}",
        )
    )
    if found.source.epoch:
        st.caption(text("step", "where_trained"))
