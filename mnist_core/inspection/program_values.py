"""What the program's lines leave behind, in numbers: its first step, and its first test batch."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch.nn import functional as F

from mnist_core.config import TEST_BATCH, TrainingConfig
from mnist_core.data import Split, inputs_for
from mnist_core.inspection.layer_report import LayerReport
from mnist_core.inspection.stepper import Stepper
from mnist_core.model import MLP, build_model

SHOWN = 5  # labels and answers of a batch that are told


@dataclass(frozen=True, slots=True)
class HiddenNumbers:
    """What a hidden layer gives out in one batch, after its activation function.

    Attributes:
        lowest, highest: of all images and neurons.
        zeros: the share of exact zeros, from 0 to 1.
        dropped: the share that dropout sets to 0, from 0 to 1; None where there is no dropout.
    """

    lowest: float
    highest: float
    zeros: float
    dropped: float | None


@dataclass(frozen=True, slots=True)
class FirstStep:
    """The training's very first step, from the untrained network.

    Attributes:
        lowest, highest: the smallest and the largest number in the batch's images.
        labels: of the batch's first images.
        first_weight: of the first layer's first neuron, before the step.
        hidden: of each hidden layer.
        logits: the ten of the batch's first image.
        loss, loss_after: the batch's mean loss before and after the step.
        gradient, largest_gradient: mean and largest size of all weights' and biases' gradients.
        learning_rate: of this step.
        moved: how far the step moved a weight or bias, on average.
    """

    lowest: float
    highest: float
    labels: tuple[int, ...]
    first_weight: float
    hidden: tuple[HiddenNumbers, ...]
    logits: tuple[float, ...]
    loss: float
    loss_after: float
    gradient: float
    largest_gradient: float
    learning_rate: float
    moved: float


def first_step(config: TrainingConfig, split: Split) -> FirstStep:
    """The step that ``train()`` takes first.

    Args:
        split: what is learned from, ``splits.train``.
    """
    stepper = Stepper(build_model(config), split, config)
    report = stepper.report()
    parameters = [part for layer in report.layers for part in (layer.weight, layer.bias)]
    gradients = torch.cat([part.gradient.flatten() for part in parameters]).abs()
    moves = torch.cat([part.change.flatten() for part in parameters]).abs()
    images = report.batch.images
    return FirstStep(
        lowest=images.min().item(),
        highest=images.max().item(),
        labels=tuple(report.batch.labels[:SHOWN].tolist()),
        first_weight=report.layers[0].weight.before[0, 0].item(),
        hidden=tuple(_hidden_numbers(layer) for layer in report.layers[:-1]),
        logits=tuple(report.logits[0].tolist()),
        loss=report.loss,
        loss_after=report.loss_after,
        gradient=gradients.mean().item(),
        largest_gradient=gradients.max().item(),
        learning_rate=stepper.learning_rate,
        moved=moves.mean().item(),
    )


def _hidden_numbers(layer: LayerReport) -> HiddenNumbers:
    given, mask = layer.activations, layer.mask
    return HiddenNumbers(
        lowest=given.min().item(),
        highest=given.max().item(),
        zeros=(given == 0).float().mean().item(),
        dropped=None if mask is None else (mask == 0).float().mean().item(),
    )


@dataclass(frozen=True, slots=True)
class FirstTest:
    """A network on the first batch of images that it is scored on.

    Attributes:
        images: how many the batch has.
        labels, answers: of the first images.
        right: how many answers of the batch are right.
        mean_loss: of the batch.
        stretched: how many of all pairs of an answer and a label are equal: what is counted
            where the shapes (N, 1) and (N,) are compared.
    """

    images: int
    labels: tuple[int, ...]
    answers: tuple[int, ...]
    right: int
    mean_loss: float
    stretched: int


@torch.inference_mode()
def first_test(model: MLP, held_out: Split) -> FirstTest:
    """Score the first batch in eval mode; the model's mode is put back afterwards."""
    part = held_out.select(slice(0, TEST_BATCH))
    was_training = model.training
    model.eval()
    try:
        logits = model(inputs_for(model, part.images))
    finally:
        model.train(was_training)
    pred = logits.argmax(dim=1, keepdim=True)
    return FirstTest(
        images=len(part),
        labels=tuple(part.labels[:SHOWN].tolist()),
        answers=tuple(pred.flatten()[:SHOWN].tolist()),
        right=int(pred.eq(part.labels.view_as(pred)).sum()),
        mean_loss=F.cross_entropy(logits, part.labels).item(),
        stretched=int(pred.eq(part.labels).sum()),
    )
