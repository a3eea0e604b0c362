"""What every test lives by: one thread, a store of its own, and no clock in the properties.

These are set before torch is imported, here and in the servers that the tests start.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

# Two OpenMP threads beside a busy neighbour spin at their barriers (85 s instead of 3).
os.environ["OMP_NUM_THREADS"] = "1"

# No test reads or writes the runs of whoever works here.
_store = tempfile.TemporaryDirectory(prefix="digit-lab-tests-", ignore_cleanup_errors=True)
os.environ["DIGIT_LAB_STORE"] = str(Path(_store.name) / "store")

import hypothesis  # noqa: E402

# A slow machine is no failure; the same examples are tried each time, so a failure comes back.
hypothesis.settings.register_profile("digit-lab", deadline=None, derandomize=True)
hypothesis.settings.load_profile("digit-lab")


def pytest_unconfigure() -> None:
    _store.cleanup()
