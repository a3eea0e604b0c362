"""What a shuffled batch is: the very batches that training with these settings will take."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from mnist_core.config import TrainingConfig
from ui.components import digit_png, label_grid, mosaic
from ui.data import keys
from ui.data.state import get_data_state
from ui.session import get_state
from ui.shell import Lab, fragment
from ui.text import _, images, listed, text

if TYPE_CHECKING:
    from mnist_core.data import Mnist


def first_epoch(mnist: Mnist, config: TrainingConfig) -> list[tuple[np.ndarray, np.ndarray]]:
    """The first epoch's batches as `train()` takes them.

    The data set's own functions deal out the images' numbers instead of the images.

    Returns:
        Of each batch the indices of its training images, and their labels: int64 (B,) each.
    """
    import torch

    from mnist_core.config import seed_for
    from mnist_core.data import Mnist, Split, order_of, splits_for

    numbers = torch.arange(len(mnist.train))
    numbered = Mnist(Split(numbers, mnist.train.labels), mnist.test)
    split = splits_for(numbered, config).train
    generator = torch.Generator().manual_seed(seed_for("order", config.seed))
    taken = split.select(order_of(split.labels, config.order, generator))
    indices, labels = (each.split(config.batch_size) for each in (taken.images, taken.labels))
    return [(one.numpy(), other.numpy()) for one, other in zip(indices, labels, strict=True)]


def image_shape(size: int) -> str:
    """The shape of a batch's images as the page's code gives it."""
    return f"({size}, 1, 28, 28)"


def columns_of(size: int) -> int:
    """How many pictures stand side by side: 8 for 64, and about as many as below one another."""
    return 1 << math.ceil(math.log2(max(size, 1)) / 2)


@fragment
def batch(lab: Lab) -> None:
    """One batch as a mosaic beside its labels, with a way to the next one."""
    config = get_state().config
    batches = first_epoch(lab.mnist, config)
    number = _shown(config, len(batches))
    indices, labels = batches[number]
    size, columns = len(indices), columns_of(config.batch_size)
    first = listed(map(str, labels[:10]))
    st.markdown(
        text(
            "data",
            "batch",
            batch_size=f"{config.batch_size:,}",
            dealt=text("data", f"dealt_{config.order}", batches=f"{len(batches):,}"),
            images=f"{sum(len(indices) for indices, _labels in batches):,}",
            seed=config.seed,
            size=f"{size:,}",
            shape=image_shape(size),
        )
    )
    if config.wrong_labels:
        st.markdown(text("data", "batch_noise", share=f"{config.label_noise:.0%}"))
    _buttons(number, len(batches), size)
    left, right = st.columns(2, gap="medium")
    left.markdown(_("**images**: {shape}").format(shape=f"`{image_shape(size)}`"))
    left.image(
        digit_png(mosaic(lab.mnist.train.images.numpy()[indices], columns), scale=2),
        width="stretch",
        alt=_("Batch {number:,}: {size:,} digits. The first are {digits}.").format(
            number=number + 1, size=size, digits=first
        ),
    )
    right.markdown(_("**labels**: {shape}").format(shape=f"`({size},)`"))
    words = _("The labels of the batch, each in its picture's place. The first are {digits}.")
    right.html(label_grid(labels, columns, alt=words.format(digits=first)))
    right.markdown(text("data", "batch_counts", **_counts(labels)))


def _shown(config: TrainingConfig, batches: int) -> int:
    """The batch on show, from 0; other settings begin again with the first."""
    state = get_data_state()
    settings = (
        config.batch_size,
        config.seed,
        config.validation_size,
        config.training_images,
        config.order,
    )
    if state.batch_settings != settings:
        state.batch_settings, state.shown_batch = settings, 0
    return min(state.shown_batch, batches - 1)


def _show(number: int) -> None:
    get_data_state().shown_batch = number


def _buttons(number: int, batches: int, size: int) -> None:
    row = st.container(horizontal=True, vertical_alignment="center")
    row.button(
        _("First batch"),
        icon=":material/first_page:",
        key=keys.FIRST_BATCH,
        on_click=_show,
        args=(0,),
        disabled=number == 0,
    )
    row.button(
        _("Next batch"),
        icon=":material/navigate_next:",
        key=keys.NEXT_BATCH,
        on_click=_show,
        args=(number + 1,),
        disabled=number == batches - 1,
    )
    row.markdown(
        _("Batch **{number:,}** of {batches:,} in epoch 1: {images}").format(
            number=number + 1, batches=batches, images=images(size)
        )
    )


def _counts(labels: np.ndarray) -> dict[str, object]:
    """The commonest and the rarest digit of a batch."""
    counts = np.bincount(labels, minlength=10)
    return {
        "most": int(counts.argmax()),
        "most_count": images(int(counts.max())),
        "least": int(counts.argmin()),
        "least_count": images(int(counts.min())),
    }
