"""Trainings in the background, and the fair, bounded queue that all browsers share."""

from mnist_core.runs.queue import RunQueue

__all__ = [
    "RunQueue",
]
