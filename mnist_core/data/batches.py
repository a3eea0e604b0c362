"""The batches of the tutorial's DataLoader, without its work for every single image."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from mnist_core.config import Order, TrainingConfig, seed_for
from mnist_core.data import augmentation
from mnist_core.data.mnist import Split, normalise

# How many images are gathered at once: as float32, 800 kB, they still fit a core's cache.
GATHERED_IMAGES = 256


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


def order_of(labels: Tensor, order: Order, generator: torch.Generator) -> Tensor:
    """The order in which an epoch takes the images with these labels, int64 (N,).

    ``shuffled`` is the tutorial's, another one in each epoch; ``unshuffled`` takes them as they
    come; ``sorted`` takes all zeros first, then all ones.
    """
    if order == "shuffled":
        return epoch_order(generator, len(labels))
    if order == "sorted":
        return labels.argsort(stable=True)
    return torch.arange(len(labels))


class Batches:
    """A split on one device, given out in batches.

    A DataLoader makes a PIL image of every sample, that into a tensor, and stacks 64 of them:
    two thirds of the tutorial's time.  Here some batches at once are one gather of rows out of
    the uint8 tensor and four operations that scale them.  No more than these are ever float32:
    as a whole the images would take 188 MB for every training.
    """

    def __init__(self, split: Split, config: TrainingConfig, device: torch.device) -> None:
        self.images = split.images.to(device)
        self.labels = split.labels.to(device)
        self.batch_size = batch_size = config.batch_size
        self._order = config.order
        self._only_scale = not config.normalize
        self._handwriting: torch.Generator | None = None
        gathered = max(GATHERED_IMAGES // batch_size, 1) * batch_size
        if config.handwriting:
            seed = seed_for("handwriting", config.seed)
            self._handwriting = torch.Generator(device).manual_seed(seed)
            gathered = batch_size  # drawn batch by batch, as a plain loop would
        shape = (gathered, *self.images.shape[1:])
        self._bytes = torch.empty(shape, dtype=torch.uint8, device=device)
        self._scaled = torch.empty(shape, dtype=torch.float32, device=device)

    def __len__(self) -> int:
        """How many batches make an epoch; the last one may be smaller."""
        return -(-len(self.labels) // self.batch_size)

    def order(self, generator: torch.Generator) -> Tensor:
        """The next epoch's order of images, int64, on the device."""
        return order_of(self.labels, self._order, generator).to(self.labels.device)

    def take(self, order: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
        """An epoch's batches: images float32 (B, 28, 28) and labels int64 (B,).

        The images are normalised, or only scaled where the config says so; what is
        given out is overwritten by later batches.
        """
        labels = iter(torch.split(self.labels.index_select(0, order), self.batch_size))
        for indices in torch.split(order, len(self._bytes)):
            for images in torch.split(self._gather(indices), self.batch_size):
                yield images, next(labels)

    def _gather(self, indices: Tensor) -> Tensor:
        count = len(indices)
        images = torch.index_select(self.images, 0, indices, out=self._bytes[:count])
        if self._handwriting is not None:
            images = augmentation.augment(images, self._handwriting)
        return normalise(images, out=self._scaled[:count], only_scale=self._only_scale)
