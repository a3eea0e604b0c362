"""The batches of the tutorial's DataLoader, without its work for every single image."""

from __future__ import annotations

import torch
from torch import Tensor

from mnist_core.data import Split, normalise
from mnist_core.randomness import generator_for


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


class Batches:
    """A split on one device, given out in batches.

    A DataLoader makes a PIL image of every sample, that into a tensor, and stacks 64 of them:
    two thirds of the tutorial's time.  Here a batch is one gather of rows out of the uint8
    tensor and four operations that scale it.  Nothing but one batch is ever float32: as a whole
    the images would take 188 MB for every training.

    The tensors given out are overwritten by the next batch.
    """

    def __init__(
        self, split: Split, batch_size: int, device: torch.device, *, handwriting_seed: int | None
    ) -> None:
        self.images = split.images.to(device)
        self.labels = split.labels.to(device)
        self.batch_size = batch_size
        self._handwriting: torch.Generator | None = None
        if handwriting_seed is not None:
            self._handwriting = generator_for("handwriting", handwriting_seed, device)
        shape = (batch_size, *self.images.shape[1:])
        self._bytes = torch.empty(shape, dtype=torch.uint8, device=device)
        self._scaled = torch.empty(shape, dtype=torch.float32, device=device)

    def __len__(self) -> int:
        """How many batches make an epoch; the last one may be smaller."""
        return -(-len(self.labels) // self.batch_size)

    def size(self, number: int) -> int:
        """How many images batch ``number`` (1-based) has."""
        return min(self.batch_size, len(self.labels) - (number - 1) * self.batch_size)

    def order(self, generator: torch.Generator) -> Tensor:
        """The next epoch's order of images, int64, on the device."""
        return epoch_order(generator, len(self.labels)).to(self.labels.device)

    def take(self, indices: Tensor) -> tuple[Tensor, Tensor]:
        """Images normalised float32 (B, 28, 28) and labels int64 (B,) of a batch."""
        count = len(indices)
        images = torch.index_select(self.images, 0, indices, out=self._bytes[:count])
        if self._handwriting is not None:
            from mnist_core.augmentation import augment

            images = augment(images, self._handwriting)
        return normalise(images, out=self._scaled[:count]), self.labels.index_select(0, indices)
