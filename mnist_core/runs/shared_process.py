"""What trainings and pages need who live in one process."""

from __future__ import annotations

import sys

import torch

SWITCH_SECONDS = 0.0005


def share_the_process() -> None:
    """Make trainings and pages good neighbours."""
    # Also for the pages' own threads, which torch gives this number from now on: a prediction
    # on two threads would spin beside the trainings.
    torch.set_num_threads(1)
    # A training lets Python's lock go at each of a step's twenty or so operations and then waits
    # for it as long as a page holds it: 5 ms each time by default.  Beside two pages that compute
    # a third of the time two trainings then did 250 to 350 steps a second; with 0.5 ms they did
    # 450 to 490, and a page's 7 ms of work took 12.
    sys.setswitchinterval(SWITCH_SECONDS)
