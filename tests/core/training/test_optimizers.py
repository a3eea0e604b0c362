"""The bare updates are torch's optimisers, which are made with torch's defaults."""

from __future__ import annotations

import pytest
import torch

from mnist_core.config.training_config import OPTIMIZERS, TrainingConfig
from mnist_core.training import optimizers
from mnist_core.training.optimizers import build_optimizer, build_update


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("fused", [None, False], ids=["as on the CPU", "as where none is fused"])
def test_the_bare_updates_are_torchs_optimisers(
    optimizer, fused: bool | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fused is not None:
        monkeypatch.setattr(optimizers, "_fused", lambda config, device: fused)
    config = TrainingConfig(optimizer=optimizer, learning_rate=0.01)
    generator = torch.Generator().manual_seed(0)
    weights = [torch.randn(shape, generator=generator) for shape in ((24, 784), (24,), (10,))]
    theirs = [weight.clone().requires_grad_() for weight in weights]
    gradients = [torch.empty_like(weight) for weight in weights]
    update, reference = build_update(config, weights, gradients), build_optimizer(config, theirs)
    for step in range(10):
        rate = 0.01 / (step + 1)
        for gradient, parameter in zip(gradients, theirs, strict=True):
            gradient.copy_(torch.randn(gradient.shape, generator=generator))
            parameter.grad = gradient.clone()
        reference.param_groups[0]["lr"] = rate
        reference.step()
        update(rate)
        for weight, parameter in zip(weights, theirs, strict=True):
            assert torch.equal(weight, parameter)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_torchs_optimisers_have_torchs_defaults(optimizer) -> None:
    """Against an optimiser made with nothing but a learning rate (and SGD's momentum)."""
    weight = torch.zeros(3, requires_grad=True)
    built = build_optimizer(TrainingConfig(optimizer=optimizer), [weight]).defaults
    plain = {
        "adam": lambda: torch.optim.Adam([weight], lr=1e-3),
        "adamw": lambda: torch.optim.AdamW([weight], lr=1e-3),
        "sgd": lambda: torch.optim.SGD([weight], lr=1e-3, momentum=0.9),
    }[optimizer]().defaults
    assert {**built, "fused": None} == {**plain, "fused": None}
