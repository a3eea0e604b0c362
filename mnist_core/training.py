"""Training: a generator of events that knows no thread, clock, file or user interface."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from mnist_core.config import TrainingConfig
from mnist_core.data import Split, Splits, normalise
from mnist_core.history import BatchMetrics, Diverged, EpochMetrics
from mnist_core.model import MLP, Dropout
from mnist_core.schedule import learning_rates

EVALUATION_BATCH = 1000
SGD_MOMENTUM = 0.9


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Mean cross-entropy and accuracy (0 to 1) of a model on a split."""

    loss: float
    accuracy: float


def available_devices() -> tuple[str, ...]:
    """The devices that can train here, best first: ``cuda``, ``mps``, ``cpu``."""
    devices = ["cpu"]
    if torch.backends.mps.is_available():
        devices.insert(0, "mps")
    if torch.cuda.is_available():
        devices.insert(0, "cuda")
    return tuple(devices)


def steps_per_epoch(config: TrainingConfig, images: int) -> int:
    """How many batches cover ``images``; the last one may be smaller."""
    return math.ceil(images / config.batch_size)


def build_optimizer(config: TrainingConfig, model: nn.Module) -> torch.optim.Optimizer:
    """The optimiser as the tutorial makes it; all but the learning rate are torch's defaults."""
    parameters = list(model.parameters())
    if config.optimizer == "sgd":
        return torch.optim.SGD(parameters, lr=config.learning_rate, momentum=SGD_MOMENTUM)
    if config.optimizer == "adamw":
        return torch.optim.AdamW(parameters, lr=config.learning_rate)
    return torch.optim.Adam(parameters, lr=config.learning_rate)


def train_step(
    model: nn.Module, images: Tensor, labels: Tensor, optimizer: torch.optim.Optimizer
) -> tuple[Tensor, Tensor]:
    """One step of training, as every PyTorch tutorial writes it.

    Args:
        images: normalised float32 (B, 28, 28).
        labels: int64 (B,).

    Returns:
        The batch's mean loss and its logits (B, 10), both from before the update.
    """
    optimizer.zero_grad()
    logits = model(images)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    optimizer.step()
    return loss.detach(), logits.detach()


def epoch_order(generator: torch.Generator, images: int) -> Tensor:
    """The order in which ``DataLoader(shuffle=True, generator=generator)`` takes the images.

    A DataLoader draws three times an epoch: a seed for its workers (also when there are none),
    the permutation, and a second permutation for the part of a round that a sampler longer than
    the data set would add.  Drawing the same keeps later epochs equal too.

    Returns:
        int64 (images,).
    """
    torch.empty((), dtype=torch.int64).random_(generator=generator)
    order = torch.randperm(images, generator=generator)
    torch.randperm(images, generator=generator)
    return order


def evaluate(model: nn.Module, split: Split) -> Evaluation:
    """Score ``model`` in eval mode, where its weights are; the mode is put back afterwards."""
    device = next(model.parameters()).device
    training = model.training
    model.eval()
    loss = torch.zeros((), dtype=torch.float64, device=device)
    right = torch.zeros((), dtype=torch.int64, device=device)
    with torch.inference_mode():
        for start in range(0, len(split), EVALUATION_BATCH):
            part = split.select(slice(start, start + EVALUATION_BATCH))
            logits = model(normalise(part.images.to(device)))
            labels = part.labels.to(device)
            loss += F.cross_entropy(logits, labels, reduction="sum")
            right += (logits.argmax(dim=1) == labels).sum()
    model.train(training)
    return Evaluation(loss.item() / len(split), right.item() / len(split))


def train(
    model: MLP, splits: Splits, config: TrainingConfig, *, device: str | torch.device | None = None
) -> Iterator[BatchMetrics | EpochMetrics | Diverged]:
    """Train ``model`` in place, one event for each batch and each epoch.

    Nothing happens between two events: stopping is ceasing to iterate.  When an ``EpochMetrics``
    arrives, ``model`` holds the weights that it describes.  Batches, and with ``build_model`` the
    initial weights, are those of the literal loop::

        torch.manual_seed(seed); model = MLP(...)
        DataLoader(train_set, batch_size, shuffle=True,
                   generator=torch.Generator().manual_seed(seed))

    Args:
        device: where to train; None where the model is.  The model stays there.
    """
    place = torch.device(device) if device else next(model.parameters()).device
    model.to(place).train()
    order = torch.Generator().manual_seed(config.seed)
    for module in model.modules():
        if isinstance(module, Dropout):
            module.generator = torch.Generator(place).manual_seed(config.seed)
    images, labels = splits.train.images.to(place), splits.train.labels.to(place)
    optimizer = build_optimizer(config, model)
    per_epoch = steps_per_epoch(config, len(labels))
    rates = learning_rates(config, per_epoch * config.epochs).tolist()
    step = 0
    for epoch in range(1, config.epochs + 1):
        loss_sum, right = 0.0, 0
        chosen = epoch_order(order, len(labels)).to(place)
        for batch, indices in enumerate(torch.split(chosen, config.batch_size), start=1):
            step += 1
            for group in optimizer.param_groups:
                group["lr"] = rates[step - 1]
            batch_labels = labels.index_select(0, indices)
            batch_images = normalise(images.index_select(0, indices))
            loss, logits = train_step(model, batch_images, batch_labels, optimizer)
            value = loss.item()
            if not math.isfinite(value):
                yield Diverged(epoch, step, batch, value)
                return
            loss_sum += value * len(indices)
            right += int((logits.argmax(dim=1) == batch_labels).sum())
            yield BatchMetrics(epoch, step, value, rates[step - 1])
        score = evaluate(model, splits.held_out)
        count = len(labels)
        yield EpochMetrics(
            epoch, loss_sum / count, right / count, score.loss, score.accuracy, rates[step - 1]
        )
