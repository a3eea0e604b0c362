"""What *Prepare for real handwriting* does to a batch: the same images before and after."""

from __future__ import annotations

import numpy as np
import streamlit as st
import torch

from mnist_core.data import augment
from ui.components import digit_png, mosaic
from ui.data.state import get_data_state
from ui.shell import Lab, fragment
from ui.text import _, text

COUNT, COLUMNS = 32, 8


@fragment
def handwriting(lab: Lab) -> None:
    """Some training images, and how they are shown to the network with the switch on."""
    st.markdown(text("data", "handwriting"))
    number = get_data_state().bent
    st.button(_("Bend them again"), icon=":material/refresh:", on_click=_again)
    images = lab.mnist.train.images[:COUNT]
    left, right = st.columns(2, gap="medium")
    _mosaic(left, images.numpy(), _("Before: as MNIST has them"))
    _mosaic(right, bent(images, number), _("After: each bent in its own way"))


def _again() -> None:
    get_data_state().bent += 1


def bent(images: torch.Tensor, seed: int) -> np.ndarray:
    """The images as handwriting training shows them, uint8 (N, 28, 28)."""
    generator = torch.Generator().manual_seed(seed)
    return augment(images, generator).round().clamp(0, 255).byte().numpy()


def _mosaic(column: st.delta_generator.DeltaGenerator, pictures: np.ndarray, words: str) -> None:
    column.markdown(words)
    column.image(
        digit_png(mosaic(pictures, COLUMNS), scale=2),
        width="stretch",
        alt=_("{words}: {count} training images").format(words=words, count=len(pictures)),
    )
