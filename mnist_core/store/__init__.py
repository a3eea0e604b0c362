"""Finished runs on disk: one bounded SQLite file, with the weights as safetensors."""

from mnist_core.store.keeper import RunKeeper
from mnist_core.store.safe_keeper import SafeKeeper, open_store
from mnist_core.store.store import RunStore

__all__ = [
    "RunKeeper",
    "RunStore",
    "SafeKeeper",
    "open_store",
]
