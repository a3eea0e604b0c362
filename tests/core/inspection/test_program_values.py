"""The program's first step and first test batch, against PyTorch's own lines."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.mnist import Splits, normalise
from mnist_core.inspection.program_values import first_step, first_test
from mnist_core.model.mlp import build_model
from mnist_core.tracking.metrics import BatchMetrics
from mnist_core.training.loop import train

CONFIGS = [
    TrainingConfig(hidden_sizes=(24, 16), batch_size=128, epochs=1),
    TrainingConfig(hidden_sizes=(24,), batch_size=128, epochs=1, dropout=0.5, optimizer="sgd"),
    TrainingConfig(hidden_sizes=(), batch_size=128, epochs=1, handwriting=True),
    TrainingConfig(hidden_sizes=(24,), batch_size=128, epochs=1, schedule="one_cycle"),
]


@pytest.mark.parametrize("config", CONFIGS, ids=str)
def test_first_step_is_trains(config: TrainingConfig, small_splits: Splits) -> None:
    step = first_step(config, small_splits.train)
    model = build_model(config)
    before = [each.detach().clone() for each in model.parameters()]
    assert step.first_weight == before[0][0, 0].item()
    event = next(iter(train(model, small_splits, config, readable=True)))
    assert isinstance(event, BatchMetrics)
    assert step.loss == pytest.approx(event.loss, rel=1e-6)
    assert step.learning_rate == pytest.approx(event.learning_rate)
    moves = [
        (now - then).abs().flatten() for now, then in zip(model.parameters(), before, strict=True)
    ]
    assert step.moved == pytest.approx(torch.cat(moves).mean().item(), rel=1e-5)
    assert step.loss_after < step.loss
    assert len(step.hidden) == len(config.hidden_sizes) and len(step.logits) == 10
    for hidden in step.hidden:
        assert hidden.lowest == 0 < hidden.highest and 0 < hidden.zeros < 1
        assert (hidden.dropped is None) == (config.dropout == 0)
        assert hidden.dropped is None or 0.45 < hidden.dropped < 0.55


def test_first_test_counts_as_the_program(small_splits: Splits) -> None:
    model = build_model(CONFIGS[1]).train()
    found = first_test(model, small_splits.test)
    assert model.training  # as it was
    model.eval()
    target = small_splits.test.labels
    with torch.no_grad():
        output = model(normalise(small_splits.test.images))
    pred = output.argmax(dim=1, keepdim=True)
    assert found.images == len(target)
    assert found.right == pred.eq(target.view_as(pred)).sum().item()
    assert found.stretched == pred.eq(target).sum().item()
    assert found.mean_loss == pytest.approx(F.cross_entropy(output, target).item())
    assert list(found.labels) == target[:5].tolist()
    assert list(found.answers) == pred[:5, 0].tolist()
