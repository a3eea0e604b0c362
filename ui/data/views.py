"""The Data page's parts that belong together: the samples with their lens, words and numbers."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from mnist_core.config import SEEDS, TrainingConfig
from ui.data.gallery import gallery
from ui.data.lens import lens
from ui.settings import Experiment
from ui.shell import Lab, fragment
from ui.text import _, text


@fragment
def samples(lab: Lab) -> None:
    """The gallery, and what is picked in it under the lens."""
    st.subheader(_("What the digits look like"), anchor=False)
    st.markdown(text("data", "gallery"))
    split = gallery(lab)
    st.subheader(_("One image under the lens"), anchor=False)
    st.markdown(text("data", "lens"))
    lens(lab, split)


def seen(lab: Lab, config: TrainingConfig) -> dict[str, object]:
    """The numbers for *What you are seeing*."""
    images = min(config.training_images, len(lab.mnist.train) - config.validation_size)
    return {
        "train": f"{len(lab.mnist.train):,}",
        "test": f"{len(lab.mnist.test):,}",
        "images": f"{images:,}",
        "held_out": _held_out(config),
        "order": text("data", f"order_{config.order}", seed=config.seed),
        "batch_size": f"{config.batch_size:,}",
        "steps": f"{config.steps_per_epoch(images):,}",
    }


def _held_out(config: TrainingConfig) -> str:
    """Half a sentence: whether the network sees all training images."""
    if config.validation_size == 0:
        return _("With your settings no validation images are held out,")
    return _(
        "With your settings {count:,} of the training images are held out for checking,"
    ).format(count=config.validation_size)


def batch_title(config: TrainingConfig) -> str:
    """The heading above the batch."""
    shuffled = config.order == "shuffled"
    words = _("A shuffled batch of {size:,}") if shuffled else _("A batch of {size:,}")
    return words.format(size=config.batch_size)


def experiments(config: TrainingConfig) -> tuple[Experiment, ...]:
    """Batches worth comparing."""
    other_seed = (config.seed + 1) % (SEEDS.maximum + 1)
    return (
        Experiment(_("A tiny batch: 16"), replace(config, batch_size=16)),
        Experiment(_("The tutorial's batch: 64"), replace(config, batch_size=64)),
        Experiment(_("A huge batch: 1,024"), replace(config, batch_size=1024)),
        Experiment(
            _("Shuffle differently: seed {seed}").format(seed=other_seed),
            replace(config, seed=other_seed),
        ),
    )
