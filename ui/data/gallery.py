"""The Data page's gallery: real samples by split and digit, shuffled, page by page."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from ui.components import GridPicture, digit_grid
from ui.data import keys
from ui.data.state import get_data_state
from ui.session import put, seed, widget
from ui.shell import Lab
from ui.text import N_, _, text

if TYPE_CHECKING:
    from mnist_core.data import Mnist, Split


PAGE_SIZE = 48  # four rows of twelve on a wide screen, eight of six on a phone
ALL = "all"
DIGITS = tuple(str(digit) for digit in range(10))
SPLITS = {"train": N_("Training set"), "test": N_("Test set")}


def split_of(mnist: Mnist, name: str) -> Split:
    return mnist.train if name == "train" else mnist.test


def image_name(split: str, index: int) -> str:
    """What an image is called: its index in the data set, from 0 as in the code."""
    name = _("training image {index}") if split == "train" else _("test image {index}")
    return name.format(index=index)


def chosen_indices(labels: np.ndarray, digits: Collection[int], shuffle: int) -> np.ndarray:
    """Which images the gallery goes through.

    Args:
        labels: int, shape (N,).
        digits: the digits wanted.
        shuffle: 0 for the data set's own order, else the seed of another one.
    """
    indices = np.flatnonzero(np.isin(labels, list(digits)))
    return np.random.default_rng(shuffle).permutation(indices) if shuffle else indices


def narrowed(before: Collection[str], now: Collection[str]) -> list[str]:
    """What the filter holds after a click: *All* and single digits exclude one another."""
    if ALL in now and ALL not in before:
        return [ALL]
    return [each for each in now if each != ALL] if len(now) > 1 else list(now)


def gallery(lab: Lab) -> str:
    """The gallery; the name of the split it shows."""
    split = _filters()
    wanted = widget(keys.DIGITS_SHOWN, [ALL])
    digits = range(10) if ALL in wanted else map(int, wanted)
    images = split_of(lab.mnist, split)
    indices = chosen_indices(images.labels.numpy(), list(digits), widget(keys.SHUFFLE, 0))
    if not len(indices):
        st.info(text("data", "empty"), icon=":material/filter_alt_off:")
        return split
    _page(images, split, indices)
    return split


def _filters() -> str:
    """Split, digits and order."""
    seed(keys.SPLIT, "train")
    seed(keys.DIGITS_SHOWN, [ALL])
    seed(keys.DIGITS_BEFORE, [ALL])
    seed(keys.SHUFFLE, 0)
    row = st.container(horizontal=True, vertical_alignment="bottom")
    split = row.segmented_control(
        _("Images from"),
        list(SPLITS),
        format_func=lambda name: _(SPLITS[name]),
        required=True,
        key=keys.SPLIT,
        persist_state="session",
        on_change=_begin_again,
    )
    row.pills(
        _("Digits"),
        [ALL, *DIGITS],
        selection_mode="multi",
        format_func=lambda name: _("All") if name == ALL else name,
        key=keys.DIGITS_SHOWN,
        persist_state="session",
        wrap=True,
        on_change=_narrow,
    )
    row.button(
        _("Shuffle again") if widget(keys.SHUFFLE, 0) else _("Shuffle"),
        icon=":material/shuffle:",
        key=keys.SHUFFLE_BUTTON,
        on_click=_shuffle,
    )
    return str(split)


def _begin_again() -> None:
    """Another choice of images is gone through from page 1: its widget is a new one."""
    get_data_state().gallery_round += 1


def _shuffle() -> None:
    put(keys.SHUFFLE, widget(keys.SHUFFLE, 0) + 1)
    _begin_again()


def _narrow() -> None:
    chosen = narrowed(widget(keys.DIGITS_BEFORE) or [], widget(keys.DIGITS_SHOWN) or [])
    put(keys.DIGITS_SHOWN, chosen)
    put(keys.DIGITS_BEFORE, chosen)
    _begin_again()


def _page(images: Split, split: str, indices: np.ndarray) -> None:
    pages = -(-len(indices) // PAGE_SIZE)
    row = st.container(horizontal=True, vertical_alignment="center")
    page = row.pagination(
        pages, key=keys.gallery_page(get_data_state().gallery_round), persist_state="session"
    )
    row.markdown(
        _("{count:,} images; here are {page} of them.").format(
            count=len(indices), page=min(PAGE_SIZE, len(indices) - (page - 1) * PAGE_SIZE)
        )
    )
    shown = indices[(page - 1) * PAGE_SIZE : page * PAGE_SIZE].tolist()
    pictures = [
        GridPicture(
            index,
            images.images[index].numpy(),
            alt=_("Digit {digit}, {image}").format(
                digit=int(images.labels[index]), image=image_name(split, index)
            ),
            caption=str(int(images.labels[index])),
        )
        for index in shown
    ]
    digit_grid(
        pictures,
        keys.GALLERY,
        label=_("Samples of the data set; pick one to look at its numbers"),
        on_pick=lambda index: put(keys.LENS_INDEX, index),
    )
