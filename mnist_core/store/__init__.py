"""Finished runs on disk: one bounded SQLite file, with the weights as safetensors."""

from mnist_core.store.keeper import DiskKeeper, RunKeeper
from mnist_core.store.safe_keeper import SafeKeeper
from mnist_core.store.store import RunStore, open_store

__all__ = [
    "DiskKeeper",
    "RunKeeper",
    "RunStore",
    "SafeKeeper",
    "open_store",
]
