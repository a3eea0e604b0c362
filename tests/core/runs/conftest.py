"""What the tests of runs share: trainings that go on as they are told, and a queue."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mnist_core.runs.queue import RunQueue
from tests.core.runs.run_helpers import DATA, Puppets, puppet_theatre


@pytest.fixture
def puppets() -> Iterator[Puppets]:
    with puppet_theatre() as theatre:
        yield theatre


@pytest.fixture
def queue() -> Iterator[RunQueue]:
    queue = RunQueue(lambda: DATA, slots=1)
    yield queue
    queue.close()
