"""The tutorial's training as its reader would write it: the oracle for ours."""

from __future__ import annotations

import functools
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, Dataset, Subset, random_split

from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.torchvision_import import datasets
from mnist_core.model.mlp import MLP
from tests.core.conftest import DATA

# isort: split
from torchvision import transforms  # only after _torchvision: see there


def mnist_dataset(*, train: bool, images: int, normalize: bool = True) -> datasets.MNIST:
    """The first ``images`` of MNIST, each transformed when it is asked for."""
    steps = [transforms.ToTensor()]
    if normalize:
        steps.append(transforms.Normalize((0.1307,), (0.3081,)))
    transform = transforms.Compose(steps)
    dataset = datasets.MNIST(str(DATA), train=train, transform=transform)
    dataset.data, dataset.targets = dataset.data[:images], dataset.targets[:images]
    return dataset


@functools.cache
def transformed(*, train: bool, images: int, normalize: bool) -> tuple[list[Tensor], Tensor]:
    """Its images as the transforms make them, in every epoch the same; and their labels."""
    dataset = mnist_dataset(train=train, images=images, normalize=normalize)
    return [image for image, _label in dataset], dataset.targets


def literal_model(config: TrainingConfig) -> MLP:
    """Call before the loop: leaves torch's global generator as ``torch.manual_seed`` does."""
    torch.manual_seed(config.seed)
    model = MLP(config.hidden_sizes, config.activation)
    for parameter in model.parameters():
        if config.initial_weights == "zeros":
            nn.init.zeros_(parameter)
        elif config.initial_weights == "normal":
            nn.init.normal_(parameter)
    return model


def literal_training_set(config: TrainingConfig, images: int) -> Dataset[Any]:
    """The first ``images``, changed as the settings say, by torch's and torchvision's own means."""
    pictures, labels = transformed(train=True, images=images, normalize=config.normalize)
    labels = labels.clone()
    used: list[int] = list(range(images))
    if config.training_images < images:
        generator = torch.Generator().manual_seed(config.seed)
        sizes = [config.training_images, images - config.training_images]
        used = list(random_split(range(images), sizes, generator)[0])  # type: ignore[arg-type]
    count = round(config.label_noise * len(used))
    if count:
        noise = torch.Generator().manual_seed(config.seed + 3_000_000)
        wrong = torch.tensor(used)[torch.randperm(len(used), generator=noise)[:count]]
        shift = torch.randint(1, 10, (count,), generator=noise)
        labels[wrong] = (labels[wrong] + shift) % 10
    if config.order == "sorted":
        used.sort(key=lambda index: int(labels[index]))
    return Subset(list(zip(pictures, labels.tolist(), strict=True)), used)  # type: ignore[arg-type]


def train_literally(model: nn.Module, config: TrainingConfig, *, images: int, fused: bool) -> None:
    """``config.epochs`` epochs on the first ``images`` training images.

    Args:
        fused: whether Adam is ``torch.optim.Adam(..., fused=True)``.
    """
    dataset = literal_training_set(config, images)
    loader = DataLoader(
        dataset,
        batch_size=config.batch_size,
        shuffle=config.order == "shuffled",
        generator=torch.Generator().manual_seed(config.seed),
    )
    optimizer: torch.optim.Optimizer
    if config.optimizer == "adam":
        optimizer = torch.optim.Adam(model.parameters(), lr=config.learning_rate, fused=fused)
    elif config.optimizer == "adamw":
        optimizer = torch.optim.AdamW(model.parameters(), lr=config.learning_rate, fused=fused)
    else:
        optimizer = torch.optim.SGD(model.parameters(), lr=config.learning_rate, momentum=0.9)
    steps = len(loader) * config.epochs
    scheduler: torch.optim.lr_scheduler.LRScheduler | None = None
    if config.schedule == "cosine":
        scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    elif config.schedule == "one_cycle":
        scheduler = torch.optim.lr_scheduler.OneCycleLR(
            optimizer, config.learning_rate, total_steps=steps, cycle_momentum=False
        )
    for _ in range(config.epochs):
        for batch, labels in loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(batch), labels)
            loss.backward()
            optimizer.step()
            if scheduler:
                scheduler.step()


def score_literally(
    model: nn.Module, *, images: int, normalize: bool = True
) -> tuple[float, float]:
    """Mean loss and accuracy on the first ``images`` test images."""
    model.eval()
    loss, right = 0.0, 0
    pictures, targets = transformed(train=False, images=images, normalize=normalize)
    dataset = list(zip(pictures, targets.tolist(), strict=True))
    with torch.no_grad():
        for batch, labels in DataLoader(dataset, 1000):  # type: ignore[arg-type]
            logits = model(batch)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += int((logits.argmax(1) == labels).sum())
    return loss / images, right / images
