"""The learning rates are those of torch's own schedulers."""

from __future__ import annotations

import pytest
import torch

from mnist_core.config.training_config import TrainingConfig
from mnist_core.training.schedules import learning_rates


def rates_of(kind: str, peak: float, steps: int) -> list[float]:
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=peak)
    scheduler: torch.optim.lr_scheduler.LRScheduler
    if kind == "cosine":
        scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    else:
        scheduler = torch.optim.lr_scheduler.OneCycleLR(
            optimizer, peak, total_steps=steps, cycle_momentum=False
        )
    rates = []
    for step in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if step + 1 < steps:
            scheduler.step()
    return rates


@pytest.mark.parametrize("kind", ["cosine", "one_cycle"])
@pytest.mark.parametrize("steps", [1, 2, 3, 4, 10, 938])
def test_torchs_schedulers(kind: str, steps: int) -> None:
    config = TrainingConfig(schedule=kind, learning_rate=0.02)  # type: ignore[arg-type]
    expected = rates_of(kind, 0.02, steps)
    assert learning_rates(config, steps) == pytest.approx(expected, rel=1e-9, abs=1e-15)


def test_constant_is_constant() -> None:
    assert learning_rates(TrainingConfig(learning_rate=0.02), 3).tolist() == [0.02] * 3


def test_one_cycle_peaks_at_the_learning_rate() -> None:
    rates = learning_rates(TrainingConfig(schedule="one_cycle", learning_rate=0.5), 1000)
    assert rates.max() == pytest.approx(0.5)
    assert rates.argmax() == 299
    assert rates[0] == pytest.approx(0.5 / 25)
    assert rates[-1] < 1e-4
