"""How well a run reads the learner's own digits, epoch by epoch."""

from __future__ import annotations

import zlib

import numpy as np
import streamlit as st

from mnist_core.errors import LabError
from mnist_core.tracking import RunSnapshot
from ui.session import get_state
from ui.shell import open_lab


def own_accuracies(run: RunSnapshot) -> dict[int, float]:
    """Accuracy (0..1) on the learner's digits by epoch, for the epochs whose weights are kept."""
    pictures, labels = open_lab().store.digits(get_state().owner)
    if not len(labels):
        return {}
    digits = zlib.crc32(pictures.tobytes() + labels.tobytes())
    found = {
        epoch: _accuracy(get_state().owner, run.run_id, epoch, digits, pictures, labels)
        for epoch in run.weights_epochs
    }
    return {epoch: share for epoch, share in found.items() if share is not None}


@st.cache_data(max_entries=1024, show_spinner=False)
def _accuracy(
    owner: str,
    run_id: str,
    epoch: int,
    digits: int,
    _pictures: np.ndarray,
    _labels: np.ndarray,
) -> float | None:
    """One epoch's; None where the weights have been dropped to make room."""
    import torch

    from mnist_core.data import Split
    from mnist_core.training import accuracy

    try:
        model = open_lab().queue.model(owner, run_id, epoch)
    except LabError:
        return None
    return accuracy(model, Split(torch.from_numpy(_pictures), torch.from_numpy(_labels)))
