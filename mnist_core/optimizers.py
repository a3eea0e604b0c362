"""The optimisers, as the tutorial makes them."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor

from mnist_core.config import TrainingConfig

SGD_MOMENTUM = 0.9


def build_optimizer(
    config: TrainingConfig, parameters: Iterable[Tensor], *, fused: bool = False
) -> torch.optim.Optimizer:
    """Adam, AdamW or SGD with momentum; all but the learning rate are torch's defaults.

    Args:
        fused: torch's own version of Adam in one pass over the memory, where the device has one:
            the same formula in less time, rounded otherwise.  (On the CPU, SGD gains nothing.)
    """
    tensors = list(parameters)
    device = tensors[0].device
    on_cuda = fused and device.type == "cuda"
    one_pass = True if on_cuda or (fused and device.type == "cpu") else None
    rate: float | Tensor = config.learning_rate
    if on_cuda:  # a captured graph reads the rate where it lies, so it must lie on the device
        rate = torch.tensor(rate, device=device)
    if config.optimizer == "sgd":
        return torch.optim.SGD(tensors, lr=rate, momentum=SGD_MOMENTUM, fused=on_cuda or None)
    kind = torch.optim.AdamW if config.optimizer == "adamw" else torch.optim.Adam
    return kind(tensors, lr=rate, fused=one_pass, capturable=on_cuda)


def set_learning_rate(optimizer: torch.optim.Optimizer, learning_rate: float) -> None:
    """What the schedulers of ``torch.optim.lr_scheduler`` do before each step."""
    for group in optimizer.param_groups:
        if isinstance(group["lr"], Tensor):
            group["lr"].fill_(learning_rate)
        else:
            group["lr"] = learning_rate
