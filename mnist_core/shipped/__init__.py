"""A small network that the repository ships, so that a first drawing is read before any training.

PyTorch is imported when it first reads, and not before.
"""

from mnist_core.shipped.network import figures, read

__all__ = ["figures", "read"]
