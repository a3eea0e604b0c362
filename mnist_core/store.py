"""Where the app keeps its runs between two starts (memory for now; the disk comes next)."""

from __future__ import annotations

from mnist_core.safe_keeper import SafeKeeper


def open_store() -> SafeKeeper:
    """What :class:`~mnist_core.runs.RunQueue` takes as its store."""
    return SafeKeeper()
