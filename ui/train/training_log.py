"""The log of a run, line by line as the tutorial's program prints it."""

from __future__ import annotations

import streamlit as st

from mnist_core.tracking import BatchEntry, LogEntry, RunSnapshot, log_entries
from ui.text import _, tutorial_link

# Six lines, more scroll: what stands below stays where it is however many lines there are.
HEIGHT = 176  # pixels
# So many lines stay at least; then they leave by the block, or each new one would move them all.
KEPT_LINES = 200
BLOCK = 100


def show(run: RunSnapshot) -> None:
    """The log in a box that scrolls, the newest line in view."""
    title = _("The log, as [the tutorial]({tutorial}) prints it")
    st.markdown("**" + title.format(tutorial=tutorial_link()) + "**")
    with st.container(key="log", height=HEIGHT, border=False):
        st.code(log_text(run) or _no_lines(run), language=None)


def log_text(run: RunSnapshot) -> str:
    """The log in the learner's language; of a long one the end, and how much is left out."""
    entries = list(log_entries(run))
    dropped = max(len(entries) - KEPT_LINES, 0) // BLOCK * BLOCK
    lines = [_line(each) for each in entries[dropped:]]
    if dropped:
        lines.insert(0, _("(The first {count:,} lines are left out.)").format(count=dropped))
    return "\n".join(lines)


def _line(entry: LogEntry) -> str:
    if isinstance(entry, BatchEntry):
        words = _("Epoch: {epoch} [{images}/{training_images} ({share:.0%})]  Loss: {loss:.6f}")
        return words.format(
            epoch=entry.epoch,
            images=entry.images_before,
            training_images=entry.training_images,
            share=entry.epoch_progress,
            loss=entry.loss,
        )
    split = _("Validation set") if entry.split == "validation" else _("Test set")
    if entry.accuracy is None:
        return _("{split}: average loss: {loss:.4f}").format(split=split, loss=entry.loss)
    words = _("{split}: average loss: {loss:.4f}, accuracy: {right}/{images} ({share:.2%})")
    return words.format(
        split=split,
        loss=entry.loss,
        right=entry.right,
        images=entry.images,
        share=entry.accuracy,
    )


def _no_lines(run: RunSnapshot) -> str:
    if run.active:
        return _("The first line comes with the first batch.")
    return _("No batch was trained.")
