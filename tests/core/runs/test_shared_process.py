"""Pages and trainings share one process."""

from __future__ import annotations

import sys
import threading

import pytest
import torch

from mnist_core.runs.queue import RunQueue
from mnist_core.runs.shared_process import SWITCH_SECONDS
from tests.core.runs.run_helpers import DATA


def test_pages_get_one_thread_of_torch_too() -> None:
    torch.set_num_threads(2)
    threads = []
    try:
        RunQueue(lambda: DATA, slots=1).close()
        page = threading.Thread(target=lambda: threads.append(torch.get_num_threads()))
        page.start()
        page.join()
        assert threads == [torch.get_num_threads()] == [1]
    finally:
        torch.set_num_threads(1)


def test_interpreter_lock_is_handed_on() -> None:
    """Pages and trainings hand Python's lock to each other quickly."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.005)
    try:
        RunQueue(lambda: DATA, slots=1).close()
        assert sys.getswitchinterval() == pytest.approx(SWITCH_SECONDS)
    finally:
        sys.setswitchinterval(before)
