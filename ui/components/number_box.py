"""The number of an image to look at, which says so where there is no such image.

With limits the browser would leave a number beyond them in the box while the page keeps the old
image, and say nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.session import Key, page_state, put, widget
from ui.text import _


@dataclass
class NumberBoxState:
    """`nearest`: the split and the number that are shown in place of one there is not."""

    nearest: tuple[str, int] | None = None


def image_number(
    container: DeltaGenerator, label: str, split: str, last: int, **options: Any
) -> int:
    """A box for the number of one of a split's images, 0 to `last`.

    Args:
        options: `key` and whatever else `st.number_input` takes besides limits.
    """
    return int(
        container.number_input(
            label,
            step=1,
            persist_state="session",
            on_change=_keep_within,
            args=(options["key"], split, last),
            **options,
        )
    )


def say_nearest(split: str, last: int, index: int) -> None:
    """A sentence where image `index` is shown in place of one there is not."""
    if page_state(NumberBoxState).nearest != (split, index):
        return
    words = (
        _("The training images are numbered from 0 to {last:,}; here is the nearest.")
        if split == "train"
        else _("The test images are numbered from 0 to {last:,}; here is the nearest.")
    )
    st.warning(words.format(last=last), icon=":material/pin:")


def _keep_within(key: Key[int], split: str, last: int) -> None:
    """A number that no image has becomes the nearest that one has."""
    typed = widget(key)
    kept = min(max(typed or 0, 0), last)
    if kept != typed:
        put(key, kept)
    page_state(NumberBoxState).nearest = (split, kept) if kept != typed else None
