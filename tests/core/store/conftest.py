"""What the tests of the store share: a store, and every kind of keeper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mnist_core.config.server_limits import StoreLimits
from mnist_core.store.keeper import RunKeeper
from mnist_core.store.memory_store import MemoryStore
from mnist_core.store.safe_keeper import SafeKeeper
from mnist_core.store.store import RunStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RunStore]:
    store = RunStore(tmp_path)
    yield store
    store.close()


@pytest.fixture(params=["disk", "memory", "safe"])
def keeper(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunKeeper]:
    kinds = {
        "disk": lambda: RunStore(tmp_path),
        "memory": MemoryStore,
        "safe": lambda: SafeKeeper(RunStore(tmp_path)),
    }
    keeper: RunKeeper = kinds[request.param]()
    yield keeper
    keeper.close()


@pytest.fixture(params=["disk", "memory"])
def few_digits(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunKeeper]:
    """Keeps at most four digits."""
    keeper: RunKeeper = (
        RunStore(tmp_path, StoreLimits(digits=4))
        if request.param == "disk"
        else MemoryStore(StoreLimits(digits=4))
    )
    yield keeper
    keeper.close()
