"""What a picture resembles: the nearest training images, and each digit's average image."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from mnist_core.config import CLASSES
from mnist_core.data import Split

# Images compared at a time: all 60,000 at once would be 188 MB as float32, and already 6,000 are
# too many for the processor's cache (110 ms instead of 17).
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The images that lie nearest to a picture, the nearest first.

    Attributes:
        indices: int64 (count,), into the split that was searched.
        distances: float32 (count,): the root of the mean squared difference of two pictures'
            pixels, from 0 (the same picture) to 255.
    """

    indices: NDArray[np.int64]
    distances: NDArray[np.float32]


class NeighbourSearch:
    """Searches one split again and again; keeps only one number an image besides the images."""

    def __init__(self, split: Split) -> None:
        self._images = split.images
        self._squares = torch.cat(
            [part.flatten(1).float().square().sum(dim=1) for part in self._images.split(CHUNK)]
        )

    def nearest(self, picture: NDArray[np.uint8], count: int) -> Neighbours:
        """The ``count`` images nearest to ``picture`` in Euclidean distance.

        ``|a - b|^2 = |a|^2 - 2ab + |b|^2``, so that all distances are one matrix-vector product.

        Args:
            picture: uint8 (28, 28).
            count: how many, at most all there are.
        """
        wanted = torch.tensor(picture, dtype=torch.float32).flatten()
        products = torch.cat(
            [part.flatten(1).float() @ wanted for part in self._images.split(CHUNK)]
        )
        squared = (self._squares - 2 * products + wanted.square().sum()).clamp(min=0)
        nearest = torch.topk(squared, min(count, len(squared)), largest=False)
        distances = (nearest.values / len(wanted)).sqrt()
        return Neighbours(nearest.indices.numpy(), distances.numpy())


def average_images(split: Split) -> NDArray[np.uint8]:
    """Every digit's average image, uint8 (10, 28, 28); black where a digit does not occur."""
    averages = np.zeros((CLASSES, *split.images.shape[1:]), dtype=np.uint8)
    for digit in range(CLASSES):
        chosen = split.images[split.labels == digit]
        if len(chosen):
            averages[digit] = chosen.float().mean(dim=0).round().byte().numpy()
    return averages
