"""A step recorded once and replayed as a CUDA graph.

On a GPU a step of this small network computes for some 20 microseconds, and Python needs ten
times that to ask for its thirty kernels one after another.  A CUDA graph asks for all at once.
(https://pytorch.org/docs/stable/notes/cuda.html#cuda-graphs)
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

import torch
from torch import Tensor

from mnist_core.training.fast_step import FastStep

log = logging.getLogger(__name__)

# Steps taken before recording: the libraries below choose their kernels in them, and the
# optimiser makes its state.
WARM_UP_STEPS = 3


class Graph(Protocol):
    """Something recorded; ``replay`` does it again on the same memory."""

    def replay(self) -> None:
        """Do it again."""


Outputs = tuple[Tensor, Tensor]
Capture = Callable[[Callable[[], Outputs]], tuple[Graph, Outputs]]


def capture_on_cuda(work: Callable[[], Outputs]) -> tuple[Graph, Outputs]:
    """Record ``work`` without doing it; its outputs are where each replay will leave them."""
    graph = torch.cuda.CUDAGraph()
    # "thread_local": another run may well allocate memory in its own thread meanwhile.
    with torch.cuda.graph(graph, capture_error_mode="thread_local"):
        outputs = work()
    return graph, outputs


class GraphedStep:
    """``step`` for full batches as a graph, for others (the epoch's last) as it is.

    Where recording fails, training goes on without: slower, with the same result.
    """

    def __init__(
        self, step: FastStep, batch_size: int, *, capture: Capture = capture_on_cuda
    ) -> None:
        self._step = step
        self._batch_size = batch_size
        self._capture = capture
        self._steps_until_capture = WARM_UP_STEPS
        self._graph: Graph | None = None
        self._usable = True

    def __call__(
        self, images: Tensor, labels: Tensor, learning_rate: float
    ) -> tuple[Tensor, Tensor]:
        """As :meth:`FastStep.__call__`."""
        full = len(labels) == self._batch_size
        if full and self._usable and self._graph is None:
            if self._steps_until_capture == 0:
                self._record(images, labels)
            self._steps_until_capture -= 1
        if not full or self._graph is None:
            return self._step(images, labels, learning_rate)
        self._images.copy_(images)
        self._labels.copy_(labels)
        self._step.set_learning_rate(learning_rate)
        self._graph.replay()
        return self._loss.clone(), self._logits

    def _record(self, images: Tensor, labels: Tensor) -> None:
        self._images, self._labels = images.clone(), labels.clone()
        try:
            self._graph, (self._loss, self._logits) = self._capture(
                lambda: self._step.run(self._images, self._labels)
            )
        except RuntimeError:
            log.exception("the training step could not be recorded as a CUDA graph")
            self._usable = False

    def release(self) -> None:
        """See :meth:`FastStep.release`."""
        self._graph = None
        self._step.release()
