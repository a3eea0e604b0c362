"""The accuracy on the learner's own digits, after each epoch whose weights are kept."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import streamlit as st
import torch

from mnist_core.data.mnist import Split
from mnist_core.model.mlp import MLP
from mnist_core.tracking.run_snapshot import NoWeights
from mnist_core.training.fine_tuning import accuracy
from tests.ui.snapshots import run
from ui.results import own_accuracy

DIGITS = np.random.default_rng(0).integers(0, 256, (20, 28, 28), dtype=np.uint8)
LABELS = np.arange(20) % 10
MODELS = {1: MLP((16,)).eval(), 3: MLP((16,)).eval()}
RUN = replace(run(1), weights_epochs=(1, 2, 3))


@pytest.fixture
def lab(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    def model(owner: str, run_id: str, epoch: int) -> MLP:
        assert (owner, run_id) == ("me", RUN.run_id)
        if epoch not in MODELS:
            raise NoWeights("Gone.")
        return MODELS[epoch]

    made = SimpleNamespace(
        queue=SimpleNamespace(model=model),
        store=SimpleNamespace(digits=lambda owner: (DIGITS, LABELS)),
    )
    monkeypatch.setattr(own_accuracy, "open_lab", lambda: made)
    monkeypatch.setattr(own_accuracy, "get_state", lambda: SimpleNamespace(owner="me"))
    st.cache_data.clear()
    return made


def test_epochs_whose_weights_are_kept(lab: SimpleNamespace) -> None:
    digits = Split(torch.from_numpy(DIGITS), torch.from_numpy(LABELS))
    expected = {epoch: accuracy(model, digits) for epoch, model in MODELS.items()}
    assert own_accuracy.own_accuracies(RUN) == expected


def test_no_digits_no_curve(lab: SimpleNamespace) -> None:
    lab.store.digits = lambda owner: (DIGITS[:0], LABELS[:0])
    assert own_accuracy.own_accuracies(RUN) == {}
