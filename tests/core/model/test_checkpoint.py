"""Weights come back from their bytes as they were, or not at all."""

from __future__ import annotations

import pytest
import torch

from mnist_core.config.training_config import TrainingConfig
from mnist_core.model.checkpoint import model_from, take_weights
from mnist_core.model.mlp import build_model

SMALL = TrainingConfig(hidden_sizes=(16,), activation="tanh", dropout=0.5)


def test_weights_come_back_bit_for_bit() -> None:
    model, images = build_model(SMALL), torch.randn(5, 28, 28)
    kept = take_weights(model, 3, finished=False)
    expected = model.eval()(images)
    model.requires_grad_(False)
    model.linear_layers[0].weight.zero_()  # training goes on
    state = torch.get_rng_state()
    again = model_from(SMALL, kept.full)
    assert torch.equal(torch.get_rng_state(), state)
    assert not again.training
    assert torch.equal(again(images), expected)
    assert (kept.epoch, kept.half) == (3, None)


def test_half_precision_of_a_finished_epoch() -> None:
    model = build_model(SMALL)
    kept = take_weights(model, 1, finished=True)
    assert kept.half is not None and len(kept.half) < 0.6 * len(kept.full)
    for ours, half in zip(
        model.parameters(), model_from(SMALL, kept.half).parameters(), strict=True
    ):
        assert half.dtype == torch.float32
        assert torch.equal(half, ours.half().float())


@pytest.mark.parametrize("other", [{"hidden_sizes": (24,)}, {"hidden_sizes": (16, 16)}], ids=str)
def test_weights_of_another_network_are_refused(other: dict[str, tuple[int, ...]]) -> None:
    weights = take_weights(build_model(TrainingConfig(**other)), 1, finished=False).full
    with pytest.raises(ValueError, match=r"no weights of \(16,\)"):
        model_from(SMALL, weights)


@pytest.mark.parametrize("weights", [b"", b"no weights", b"\xff" * 64])
def test_what_is_no_weights_is_refused(weights: bytes) -> None:
    with pytest.raises(ValueError, match="no weights of"):
        model_from(SMALL, weights)


def test_large_weights_are_halved_without_becoming_infinite() -> None:
    model = build_model(SMALL)
    model.linear_layers[0].weight.data.fill_(1e6)
    half = take_weights(model, 1, finished=True).half
    assert half is not None
    weight = model_from(SMALL, half).linear_layers[0].weight.detach()
    assert weight.numpy() == pytest.approx(1e6, rel=0.01)


def test_kept_network_sees_what_it_was_trained_on() -> None:
    """Images that are only scaled, where its settings say so."""
    for normalize in (True, False):
        config = TrainingConfig(hidden_sizes=(16,), normalize=normalize)
        kept = take_weights(build_model(config), 1, finished=False)
        assert model_from(config, kept.full).normalize is normalize
