"""The step as a CUDA graph, with a recorder that needs no GPU.

What CUDA does is stood in for: recording runs nothing, replaying runs what was recorded on the
same memory.  No machine of this project has a GPU; the ten lines of ``capture_on_cuda`` are all
that these tests do not run.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from mnist_core.config.training_config import TrainingConfig
from mnist_core.model.mlp import build_model
from mnist_core.training.cuda_graph import WARM_UP_STEPS, GraphedStep, Outputs
from mnist_core.training.fast_step import FastStep
from tests.core.training.test_fast_step import batch

CONFIG = TrainingConfig(hidden_sizes=(24,), batch_size=64, optimizer="sgd")


class Recorded:
    def __init__(self, work: Callable[[], Outputs], outputs: Outputs) -> None:
        self.work, self.outputs, self.replays = work, outputs, 0

    def replay(self) -> None:
        self.replays += 1
        for place, value in zip(self.outputs, self.work(), strict=True):
            place.copy_(value)


class Recorder:
    def __init__(self) -> None:
        self.graph: Recorded | None = None

    def __call__(self, work: Callable[[], Outputs]) -> tuple[Recorded, Outputs]:
        outputs = torch.zeros(()), torch.zeros(64, 10)
        self.graph = Recorded(work, outputs)
        return self.graph, outputs


def test_replayed_steps_are_the_steps() -> None:
    plain_model, graph_model = build_model(CONFIG), build_model(CONFIG)
    plain = FastStep(plain_model, CONFIG, 64)
    recorder = Recorder()
    graphed = GraphedStep(FastStep(graph_model, CONFIG, 64), 64, capture=recorder)
    sizes = [64] * (WARM_UP_STEPS + 4) + [24] + [64] * 2
    losses = []
    for number, size in enumerate(sizes):
        images, labels = batch(size, number)
        rate = 0.1 / (number + 1)
        expected, expected_logits = plain(images, labels, rate)
        loss, logits = graphed(images, labels, rate)
        losses.append((loss, expected.clone()))
        assert torch.equal(logits, expected_logits)
        for ours, theirs in zip(graph_model.parameters(), plain_model.parameters(), strict=True):
            assert torch.equal(ours, theirs)
    assert recorder.graph is not None
    assert recorder.graph.replays == 6
    for loss, expected in losses:  # read long after: a replay must not overwrite a told loss
        assert torch.equal(loss, expected)
    graphed.release()


def test_where_recording_fails_training_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    def fail(work: Callable[[], Outputs]) -> tuple[Recorded, Outputs]:
        raise RuntimeError("operation not permitted when stream is capturing")

    plain_model, graph_model = build_model(CONFIG), build_model(CONFIG)
    plain = FastStep(plain_model, CONFIG, 64)
    graphed = GraphedStep(FastStep(graph_model, CONFIG, 64), 64, capture=fail)
    for number in range(WARM_UP_STEPS + 3):
        plain(*batch(64, number), 0.1)
        graphed(*batch(64, number), 0.1)
    for ours, theirs in zip(graph_model.parameters(), plain_model.parameters(), strict=True):
        assert torch.equal(ours, theirs)
    assert len(caplog.records) == 1


def test_learning_rate_written_in_place() -> None:
    """A learning rate that a graph reads is written in place."""
    step = FastStep(build_model(CONFIG), CONFIG, 64)
    rate = torch.tensor(0.1)
    step.rate = rate
    step.set_learning_rate(0.25)
    assert step.rate is rate
    assert rate.item() == 0.25
