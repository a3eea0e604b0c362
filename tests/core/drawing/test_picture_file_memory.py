"""However large the picture that a few kilobytes hold, reading it takes little memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mnist_core.drawing.picture_file import DECODING_BYTES
from tests.core.drawing.memory_child import KINDS

ROOT = Path(__file__).parents[3]
# Beside the picture itself: tiles, the small picture, the decoder's tables.
BESIDE = 20_000_000

# One process measures all kinds once; divided, each of them would.
pytestmark = pytest.mark.xdist_group("picture_memory")

# What is freed goes back to the system at once (glibc), so that no kind hides behind another.
TELL_APART = {"MALLOC_MMAP_THRESHOLD_": "65536"}


@pytest.fixture(scope="module")
def peaks() -> dict[str, int]:
    """Bytes at the peak of reading each kind of picture."""
    child = subprocess.run(
        [sys.executable, "-m", "tests.core.drawing.memory_child"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", **TELL_APART},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, int] = json.loads(child.stdout)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_reading_a_picture_takes_no_more_than_it_may(kind: str, peaks: dict[str, int]) -> None:
    assert 0 < peaks[kind] < DECODING_BYTES + BESIDE
