"""Trainings and other computing in the background, in the one fair, bounded queue of all."""

from mnist_core.runs.job import Job
from mnist_core.runs.queue import RunQueue

__all__ = [
    "Job",
    "RunQueue",
]
