"""Small data for runs, and trainings that go on batch by batch as a test tells them."""

from __future__ import annotations

import contextlib
import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import pytest
import torch

from mnist_core.config.server_limits import QueueLimits
from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.mnist import Mnist, Split, Splits
from mnist_core.model.mlp import MLP
from mnist_core.runs.queue import RunQueue
from mnist_core.tracking.metrics import BatchMetrics, Diverged, EpochMetrics, Event
from mnist_core.tracking.run_snapshot import RunSnapshot, RunStatus

# Long enough for the slowest machine; no test waits for it unless it fails.
PATIENCE = 100.0
SMALL = TrainingConfig(hidden_sizes=(16,), epochs=2)
LIMITS = QueueLimits()


def noise(images: int, seed: int = 0) -> Split:
    """Random pictures with random labels: a run does not care."""
    generator = torch.Generator().manual_seed(seed)
    pictures = torch.randint(0, 256, (images, 28, 28), generator=generator, dtype=torch.uint8)
    return Split(pictures, torch.randint(0, 10, (images,), generator=generator))


def small_data(train: int = 512, test: int = 256) -> Mnist:
    return Mnist(noise(train), noise(test, seed=1))


DATA = small_data()
STEPS = 8  # of an epoch of SMALL on it


class Puppet:
    """One training whose every batch waits for permission."""

    def __init__(self) -> None:
        self._asked = threading.Semaphore(0)
        self._allowed = threading.Semaphore(0)
        self.free = False
        self.threads = 0
        self.error: BaseException | None = None
        self.diverges = False
        self.closed = threading.Event()

    def await_batch(self) -> None:
        """Block until the run waits to begin a batch: all before it has been dealt with."""
        assert self._asked.acquire(timeout=PATIENCE), "the run never came to its next batch"

    @property
    def waits(self) -> bool:
        """Whether the run waits to begin a batch (and take note of it)."""
        return self._asked.acquire(blocking=False)

    def allow(self, batches: int = 1) -> None:
        """Let so many batches be trained."""
        self._allowed.release(batches)

    def train(self, model: MLP, splits: Splits, config: TrainingConfig) -> Iterator[Event]:
        self.threads = torch.get_num_threads()
        per_epoch = config.steps_per_epoch(len(splits.train))
        try:
            for step in range(1, per_epoch * config.epochs + 1):
                self._asked.release()
                if not self.free:
                    self._allowed.acquire()
                if self.error is not None:
                    raise self.error
                epoch = (step - 1) // per_epoch + 1
                if self.diverges:
                    yield Diverged(epoch, step, step - (epoch - 1) * per_epoch, float("nan"))
                    return
                with torch.no_grad():
                    model.linear_layers[0].bias.fill_(step)
                yield BatchMetrics(epoch, step, 1 / step, config.learning_rate)
                if step % per_epoch == 0:
                    yield EpochMetrics(epoch, 1.0, 0.5, 1.0, 0.5, config.learning_rate)
        finally:
            self.closed.set()


class Puppets:
    """A puppet for every training, by its config's seed."""

    def __init__(self) -> None:
        self._by_seed: dict[int, Puppet] = defaultdict(Puppet)
        self._free = False
        # Test and run may ask for the same new puppet at once, and must get the same one.
        self._lock = threading.Lock()

    def __getitem__(self, seed: int) -> Puppet:
        with self._lock:
            puppet = self._by_seed[seed]
            puppet.free = puppet.free or self._free
            return puppet

    def train(
        self, model: MLP, splits: Splits, config: TrainingConfig, *, device: object = None
    ) -> Iterator[Event]:
        return self[config.seed].train(model, splits, config)

    def release(self) -> None:
        """Let every training run to its end, those to come as well."""
        with self._lock:
            self._free = True
            for puppet in self._by_seed.values():
                puppet.free = True
                puppet.allow()


@contextlib.contextmanager
def puppet_theatre() -> Iterator[Puppets]:
    """Puppets in place of `train()` in all runs; at the end they run out."""
    puppets = Puppets()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mnist_core.runs.training_run.train", puppets.train)
        yield puppets
        puppets.release()


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def seeded(seed: int) -> TrainingConfig:
    return replace(SMALL, seed=seed)


def statuses(queue: RunQueue, owner: str, run_ids: list[str]) -> list[RunStatus]:
    return [queue.snapshot(owner, run_id).status for run_id in run_ids]


def end(queue: RunQueue, owner: str, run_id: str) -> RunSnapshot:
    assert queue.wait(owner, run_id, PATIENCE)
    return queue.snapshot(owner, run_id)
